package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

final class ScriptConfTest {
    private static final VeId VE = new VeId(101);

    @TempDir private Path directory;
    private ScriptConf conf;

    @BeforeEach
    void begin() {
        conf = ScriptConf.of(NodeHome.below(directory), VE);
    }

    private void begin(String hostname) throws Exception {
        TemplateRef template = new TemplateRef(new TemplateName("busybox"), "1");
        conf.begin(new Launch(VE, template, 65_536, hostname), Path.of("/ve/101/upper"));
    }

    @Test
    void aShellReadsItAsItReadsOneOfOpenVz() throws Exception {
        begin("web.example.org");
        conf.mounted(4711);
        Process sh =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                ". \"$0\"; echo $VEID $HOSTNAME $OSTEMPLATE $VE_PRIVATE $VE_ROOT",
                                conf.file().toString())
                        .start();
        assertEquals(
                "101 web.example.org busybox /ve/101/upper /proc/4711/root\n",
                new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, sh.waitFor());
    }

    @Test
    void noValueIsRunByTheShell() throws Exception {
        begin("a'$(touch x)`\"\\");
        Process sh =
                new ProcessBuilder(
                                "sh", "-c", ". \"$0\"; printf %s \"$HOSTNAME\"", "" + conf.file())
                        .directory(directory.toFile())
                        .start();
        assertEquals(
                "a'$(touch x)`\"\\",
                new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        sh.waitFor();
        assertFalse(Files.exists(directory.resolve("x")));
    }

    @Test
    void itTellsHowFarTheVeCame() throws Exception {
        assertFalse(conf.isBegun());
        begin("a");
        assertTrue(conf.isBegun());
        assertFalse(conf.isMounted());
        conf.mounted(4711);
        assertTrue(conf.isMounted());
        conf.end();
        assertFalse(conf.isBegun());
        conf.end();
    }

    @Test
    void aRootThatIsGoneIsNotNamedAnyMore() throws Exception {
        begin("a");
        String before = Files.readString(conf.file());
        conf.mounted(4711);
        conf.unmounted();
        assertEquals(before, Files.readString(conf.file()));
        conf.unmounted();
        assertEquals(before, Files.readString(conf.file()));
    }
}
