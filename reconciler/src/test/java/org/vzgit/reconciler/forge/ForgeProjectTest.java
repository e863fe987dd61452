package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeProjectTest {
    @Test
    void addressOfAProjectIsReadWithoutItsLastSlash() {
        assertEquals(
                new ForgeProject(Forge.GITHUB, "https://api.github.com/repos/acme/desired"),
                ForgeProject.parse("github=https://api.github.com/repos/acme/desired/"));
        assertEquals(
                new ForgeProject(Forge.GITLAB, "https://git.example.org/api/v4/projects/a%2Fb"),
                ForgeProject.parse("gitlab=https://git.example.org/api/v4/projects/a%2Fb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/x", "http://localhost/x", "http://[::1]:8/x"})
    void plainHttpIsForThisMachineOnly(String url) {
        assertEquals(url, ForgeProject.parse("generic=" + url).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "github",
                "https://api.github.com/repos/a/b",
                "bitbucket=https://x.example.org/y",
                "GitHub=https://x.example.org/y",
                "=https://x.example.org/y",
                "github=",
                "github=x",
                "github=http://api.example.org/x",
                "github=http://127.example.org.evil.example/x?",
                "github=ftp://127.0.0.1/x",
                "github=https:///x",
                "github=https://x y/z",
                "github=https://x.example.org/y?z=1",
                "github=https://x.example.org/y#z"
            })
    void whatIsNoneIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ForgeProject.parse(text));
    }

    @Test
    void passwordInTheAddressIsRefusedAndNotRepeated() {
        IllegalArgumentException wrong =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ForgeProject.parse("github=https://u:s3cr3t@x.example.org/y"));
        assertFalse(String.valueOf(wrong.getMessage()).contains("s3cr3t"));
    }
}
