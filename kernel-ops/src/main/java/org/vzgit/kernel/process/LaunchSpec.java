package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.List;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.NodeHome;

/// What `ve-init launch` reads: one `KEY VALUE` per line, and an end line.
record LaunchSpec(Launch launch, NodeHome home, LaunchFiles files, List<Path> procsFiles) {
    /// Where OpenVZ looks for an init, in its order (vzctl, `lib/env.c`).
    static final List<String> INITS = List.of("/sbin/init", "/etc/init", "/bin/init");

    /// @throws OperationFailure when a value holds a newline, which would end it
    String text() throws OperationFailure {
        StringBuilder text = new StringBuilder();
        for (Path file : procsFiles) {
            line(text, "cgroup", file.toString());
        }
        line(text, "uidbase", Long.toString(launch.uidBase()));
        line(text, "template-dir", home.template(launch.template()).toString());
        line(text, "template", launch.template().text());
        line(text, "private", files.directory().toString());
        line(text, "hostname", launch.hostname());
        if (launch.noatime()) {
            line(text, "noatime", "yes");
        }
        if (files.quotaNote().isPresent()) {
            line(text, "quota-note", files.quotaNote().get().toString());
            line(text, "quota-socket", VeInitProgram.quotaSocketPrefix(home));
        }
        for (String init : INITS) {
            line(text, "init", init);
        }
        return text.append("end\n").toString();
    }

    private void line(StringBuilder text, String key, String value) throws OperationFailure {
        if (value.indexOf('\n') >= 0) {
            throw new OperationFailure(
                    FailureKind.REJECTED,
                    "launch VE " + launch.veid() + ": " + key + " holds a newline: " + value);
        }
        text.append(key).append(' ').append(value).append('\n');
    }
}
