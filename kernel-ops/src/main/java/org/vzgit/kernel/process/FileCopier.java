package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.sys.NodeHome;

/// Copies the files of VEs with `ve-init copy`, see `copy.c`.
public final class FileCopier {
    private final VeInitProgram program;

    public FileCopier(NodeHome home) {
        this.program = new VeInitProgram(home);
    }

    /// Makes in an empty directory what is in another one, under other ids. Blocks are shared where
    /// the file system can; device nodes, holes, hard links, extended attributes and access lists
    /// are kept. What is in it is on disk afterwards.
    ///
    /// However long that takes: whoever waits has a deadline, and ends the copying by interrupting
    /// this thread.
    public void copy(Path from, Path to, IdShift shift) throws OperationFailure {
        String tried = "copy " + from;
        List<String> command =
                List.of(
                        program.install().toString(),
                        "copy",
                        from.toString(),
                        to.toString(),
                        Long.toString(shift.from()),
                        Long.toString(shift.to()));
        try {
            String answer = answer(new ProcessBuilder(command).start());
            if (!answer.equals("copied")) {
                throw ProgramFault.of(tried, answer);
            }
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, tried + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.DEADLINE, tried + ": EINTR", e);
        }
    }

    /// Its stdin stays open: by that the program knows that it is still wanted. It says one line,
    /// which any pipe holds, so nothing waits for a reader.
    private static String answer(Process process) throws IOException, InterruptedException {
        try {
            process.waitFor();
            byte[] said = process.getInputStream().readAllBytes();
            return new String(said, StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
            process.getOutputStream().close();
        }
    }
}
