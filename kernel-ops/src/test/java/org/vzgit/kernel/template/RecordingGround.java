package org.vzgit.kernel.template;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;

/// Counts nothing; tells what it was asked, and what was still there when it was.
final class RecordingGround implements Ground {
    final List<String> calls = new ArrayList<>();
    Optional<String> refuses = Optional.empty();

    @Override
    public Path prepare(Path area, AreaShape shape, long uidBase) throws OperationFailure {
        say("prepare " + uidBase, area);
        return area;
    }

    @Override
    public void begin(Path files, AreaShape shape, long uidBase) throws OperationFailure {
        say("begin " + uidBase, files.resolve("work"));
    }

    @Override
    public Path files(Path area) {
        return area;
    }

    @Override
    public Reading<ObservedDisk> observe(Path area, long uidBase) {
        return Reading.absent();
    }

    @Override
    public void carryUserBounds(Path from, Path to, IdShift shift) throws OperationFailure {
        say("carry bounds " + shift.from() + " to " + shift.to(), to.resolve("upper"));
    }

    @Override
    public void detach(Path area) throws OperationFailure {
        say("detach", area);
    }

    @Override
    public void forget(long uidBase) throws OperationFailure {
        say("forget " + uidBase, Path.of("/nowhere"));
    }

    private void say(String call, Path path) throws OperationFailure {
        calls.add(call + (Files.exists(path) ? " there" : " gone"));
        if (refuses.filter(call::startsWith).isPresent()) {
            throw new OperationFailure(FailureKind.BROKEN, call + ": EIO");
        }
    }
}
