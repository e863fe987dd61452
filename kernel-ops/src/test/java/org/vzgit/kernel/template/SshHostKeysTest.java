package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.template.SshHostKeys.Algorithm;

/// Host keys that OpenSSH takes for its own.
class SshHostKeysTest {
    private static final Path KEYGEN = Path.of("/usr/bin/ssh-keygen");

    @TempDir Path directory;
    private final SshHostKeys keys = new SshHostKeys(new SecureRandom());

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @ParameterizedTest
    @EnumSource
    void opensshReadsThePrivateKeyAndFindsThePublicOneInIt(Algorithm algorithm) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(KEYGEN), "no ssh-keygen here");
        SshHostKeys.Pair pair = keys.generate(algorithm);
        Path file = Files.writeString(directory.resolve("key"), pair.privateText());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                pair.publicText().strip(), run(KEYGEN.toString(), "-y", "-P", "", "-f", "" + file));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 3072, RSA", "ECDSA, 256, ECDSA", "ED25519, 256, ED25519"})
    void keysAreAsLongAsThoseOfSshKeygen(Algorithm algorithm, String bits, String name)
            throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(KEYGEN), "no ssh-keygen here");
        Path file = directory.resolve("key.pub");
        Files.writeString(file, keys.generate(algorithm).publicText());
        String said = run(KEYGEN.toString(), "-l", "-f", file.toString());
        assertTrue(said.startsWith(bits + " SHA256:"), said);
        assertTrue(said.endsWith("(" + name + ")"), said);
    }

    @ParameterizedTest
    @EnumSource
    void noTwoKeysAreAlike(Algorithm algorithm) {
        assertNotEquals(
                keys.generate(algorithm).publicText(), keys.generate(algorithm).publicText());
    }

    @Test
    void coordinatesThatBeginWithZerosKeepTheirLength() {
        // One key in 128 has such a coordinate; a point that is shorter is refused by its reader.
        for (int i = 0; i < 500; i++) {
            String line = keys.generate(Algorithm.ECDSA).publicText().strip();
            byte[] blob = Base64.getDecoder().decode(line.split(" ")[1]);
            assertEquals(4 + 19 + 4 + 8 + 4 + 65, blob.length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ssh_host_rsa_key, RSA",
        "ssh_host_ecdsa_key, ECDSA",
        "ssh_host_ed25519_key, ED25519"
    })
    void aKeyIsKnownByTheNameOfItsFile(String name, Algorithm algorithm) {
        assertEquals(Optional.of(algorithm), Algorithm.ofPrivateFile(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ssh_host_rsa_key.pub", "ssh_host_dsa_key", "ssh_host__key", "sshd_config"})
    void otherFilesAreNoKeys(String name) {
        assertEquals(Optional.empty(), Algorithm.ofPrivateFile(name));
    }

    @Test
    void linesAreAsShortAsThoseOfOpenssh() {
        SshHostKeys.Pair pair = keys.generate(Algorithm.ED25519);
        List<String> lines = pair.privateText().lines().toList();
        assertEquals("-----BEGIN OPENSSH PRIVATE KEY-----", lines.getFirst());
        assertEquals("-----END OPENSSH PRIVATE KEY-----", lines.getLast());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 70));
        assertTrue(pair.publicText().startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"));
    }
}
