package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// What an action script of the host reads as `VE_CONFFILE`: lines for a shell, as those of
/// OpenVZ's configurations. It is there from `premount` to `postumount`, and by that also says of
/// which VEs the end has not been told to their scripts. A reboot takes it away with what was
/// mounted.
record ScriptConf(Path file) {
    private static final String ROOT = "VE_ROOT";

    static ScriptConf of(NodeHome home, VeId veid) {
        return new ScriptConf(home.run().resolve("conf").resolve(veid + ".conf"));
    }

    /// @param files the directory that has what the VE changed of its template
    void begin(Launch launch, Path files) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("VEID", launch.veid().toString());
        values.put("HOSTNAME", launch.hostname());
        values.put("OSTEMPLATE", launch.template().name().value());
        values.put("VE_PRIVATE", files.toString());
        Files.createDirectories(file.getParent());
        AtomicFile.replace(file, text(values));
    }

    /// @param initPid whose root is the VE's
    void mounted(int initPid) throws IOException {
        AtomicFile.replace(
                file, Files.readString(file) + text(Map.of(ROOT, "/proc/" + initPid + "/root")));
    }

    /// The process is gone, and its number will be another one's.
    void unmounted() throws IOException {
        StringBuilder kept = new StringBuilder();
        Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith(ROOT + "="))
                .forEach(line -> kept.append(line).append('\n'));
        AtomicFile.replace(file, kept.toString());
    }

    boolean isBegun() {
        return Files.exists(file);
    }

    boolean isMounted() throws IOException {
        return Files.readString(file).lines().anyMatch(line -> line.startsWith(ROOT + "="));
    }

    void end() throws IOException {
        Files.deleteIfExists(file);
    }

    private static String text(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(name).append("='").append(value.replace("'", "'\\''")).append("'\n"));
        return text.toString();
    }
}
