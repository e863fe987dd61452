package org.vzgit.reconciler.source.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commits signed by git with ssh-keygen and gpg, and what each is worth.
class SignersTest {
    @TempDir Path directory;
    private SigningKeys keys;
    private Path etc;
    private Path work;

    @BeforeEach
    void makeRepository() throws IOException {
        keys = new SigningKeys(directory.resolve("k"));
        etc = Files.createDirectory(directory.resolve("etc"));
        work = directory.resolve("work");
        keys.run("git", "init", "-q", "-b", "main", work.toString());
    }

    @AfterEach
    void endAgent() throws IOException {
        keys.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aCommitSignedWithAnAllowedSshKeyIsItsSigners(String type) throws IOException {
        allow("ada@example.org " + keys.ssh("ada", type));
        var signed = assertInstanceOf(Verdict.Signed.class, verdict(commitWithSsh("ada")));
        assertEquals("ada@example.org", signed.signer());
        assertEquals(fingerprint("ada"), signed.key());
    }

    @Test
    void aKeyThatIsNotListedDoesNotCount() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        keys.ssh("eve");
        Verdict verdict = verdict(commitWithSsh("eve"));
        assertInstanceOf(Verdict.Refused.class, verdict);
        assertTrue(verdict.text().contains(fingerprint("eve")), verdict.text());
    }

    @Test
    void anUnsignedCommitIsUnsigned() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        assertEquals(new Verdict.Unsigned(), verdict(commit(List.of("commit"), "plain")));
    }

    @Test
    void aSignatureQuotedInTheMessageIsNoSignature() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        String signed = commitWithSsh("ada");
        String raw = new String(raw(signed), StandardCharsets.UTF_8);
        String message = "looks signed\n\n" + raw.substring(raw.indexOf("gpgsig "));
        assertEquals(new Verdict.Unsigned(), verdict(commit(List.of("commit"), message)));
    }

    @Test
    void aChangedCommitKeepsItsSignatureInVain() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        String raw = new String(raw(commitWithSsh("ada")), StandardCharsets.UTF_8);
        byte[] forged = raw.replace("Ada Admin", "Eve Evil").getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(Verdict.Refused.class, verdict(forged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces=\"git\"",
                "valid-after=\"20260101Z\"",
                "valid-before=\"20270101Z\"",
                "valid-after=\"20260301115959Z\",valid-before=\"20260301120001Z\",namespaces=\"git\""
            })
    void optionsThatHoldAtTheTimeOfTheCommitAllow(String options) throws IOException {
        allow("ada@example.org " + options + " " + keys.ssh("ada"));
        assertInstanceOf(Verdict.Signed.class, verdict(commitWithSsh("ada")), options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces=\"file\"",
                "valid-after=\"20260302Z\"",
                "valid-before=\"20260228Z\"",
                "cert-authority"
            })
    void optionsThatDoNotHoldAtTheTimeOfTheCommitRefuse(String options) throws IOException {
        allow("ada@example.org " + options + " " + keys.ssh("ada"));
        assertInstanceOf(Verdict.Refused.class, verdict(commitWithSsh("ada")), options);
    }

    @Test
    void aCertificateOfAnAllowedAuthorityNamesItsPrincipal() throws IOException {
        allow("*@example.org cert-authority " + keys.ssh("authority"));
        keys.ssh("ada");
        keys.run(
                "ssh-keygen",
                "-q",
                "-s",
                keys.path("authority").toString(),
                "-I",
                "ada",
                "-n",
                "ada@example.org",
                "-V",
                "20260101:20270101",
                keys.path("ada.pub") + "");
        Files.delete(keys.path("ada.pub"));
        Files.copy(keys.path("ada-cert.pub"), keys.path("ada.pub"));
        var signed = assertInstanceOf(Verdict.Signed.class, verdict(commitWithSsh("ada")));
        assertEquals("ada@example.org", signed.signer());
    }

    @Test
    void aRevokedKeyCountsNoMore() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        String commit = commitWithSsh("ada");
        Files.copy(keys.path("ada.pub"), etc.resolve("revoked_keys"));
        assertInstanceOf(Verdict.Refused.class, verdict(commit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a line of that format", "ada@example.org ssh-ed25519 AAAA"})
    void aLineThatIsNoneMakesNothingGood(String line) throws IOException {
        allow(line);
        keys.ssh("ada");
        String commit = commitWithSsh("ada");
        try {
            assertInstanceOf(Verdict.Refused.class, verdict(commit));
        } catch (IOException unreadable) {
            assertTrue(String.valueOf(unreadable.getMessage()).contains("allowed_signers"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa2048", "nistp256"})
    void aCommitSignedWithAnAllowedOpenPgpKeyIsItsSigners(String algorithm) throws IOException {
        trust(keys.openPgp("ada", algorithm, "0"));
        var signed = assertInstanceOf(Verdict.Signed.class, verdict(commitWithOpenPgp("ada")));
        assertEquals("ada <ada@example.org>", signed.signer());
        assertTrue(signed.key().matches("[0-9A-F]{40}"), signed.key());
    }

    @Test
    void oneOfManyOpenPgpKeysIsEnough() throws IOException {
        trust(keys.openPgp("bob", "ed25519", "0") + keys.openPgp("ada", "ed25519", "0"));
        assertInstanceOf(Verdict.Signed.class, verdict(commitWithOpenPgp("ada")));
        assertInstanceOf(Verdict.Signed.class, verdict(commitWithOpenPgp("bob")));
    }

    @Test
    void anOpenPgpKeyThatIsNotInTheFileDoesNotCount() throws IOException {
        trust(keys.openPgp("ada", "ed25519", "0"));
        keys.openPgp("eve", "ed25519", "0");
        assertInstanceOf(Verdict.Refused.class, verdict(commitWithOpenPgp("eve")));
    }

    @Test
    void aRevokedOpenPgpKeyCountsNoMore() throws IOException {
        keys.openPgp("ada", "ed25519", "0");
        String commit = commitWithOpenPgp("ada");
        trust(keys.exported("ada"));
        assertInstanceOf(Verdict.Signed.class, verdict(commit));
        revoke("ada");
        trust(keys.exported("ada"));
        assertInstanceOf(Verdict.Refused.class, verdict(commit));
    }

    @Test
    void aSigningSubkeyCountsForItsOwner() throws IOException {
        keys.openPgp("ada", "ed25519", "0");
        String fingerprint = keys.gpg("--list-keys", "--with-colons", "ada@example.org");
        String primary = fingerprint.split("fpr:::::::::")[1].substring(0, 40);
        keys.gpg("--quick-add-key", primary, "rsa2048", "sign", "0");
        trust(keys.exported("ada"));
        var signed = assertInstanceOf(Verdict.Signed.class, verdict(commitWithOpenPgp("ada")));
        assertEquals(primary, signed.key());
    }

    @Test
    void aSha1SignatureIsTooWeak() throws IOException {
        trust(keys.openPgp("ada", "rsa2048", "0"));
        Files.writeString(
                keys.path("gpg.conf"), "digest-algo SHA1\npersonal-digest-preferences SHA1\n");
        assertInstanceOf(Verdict.Refused.class, verdict(commitWithOpenPgp("ada")));
    }

    @Test
    void bytesThatAreNoKeysAreAFailureAndNotAnEmptyList() throws IOException {
        trust("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n");
        assertThrows(IOException.class, () -> verdict(commit(List.of("commit"), "x")));
    }

    @Test
    void eachKindOfSignatureNeedsItsOwnFile() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        keys.openPgp("ada", "ed25519", "0");
        assertInstanceOf(Verdict.Refused.class, verdict(commitWithOpenPgp("ada")));
        Files.delete(etc.resolve("allowed_signers"));
        trust(keys.exported("ada"));
        assertInstanceOf(Verdict.Refused.class, verdict(commitWithSsh("ada")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH", "PGP", "SIGNED", ""})
    void garbageInPlaceOfASignatureIsRefused(String kind) throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        trust(keys.openPgp("ada", "ed25519", "0"));
        String header = "gpgsig -----BEGIN " + kind + " SIGNATURE-----\n \n \u0000\u00ff AAAA\n";
        String plain = new String(raw(commit(List.of("commit"), "x")), StandardCharsets.UTF_8);
        String forged = plain.replaceFirst("\n\n", "\n" + header + "\n");
        assertInstanceOf(
                Verdict.Refused.class, verdict(forged.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void nothingIsRequiredUntilAFileSaysSo() throws IOException {
        assertFalse(Signers.in(etc).required());
        Files.createSymbolicLink(etc.resolve("allowed_signers"), Path.of("gone"));
        assertTrue(Signers.in(etc).required(), "a lost file must not switch the check off");
        assertThrows(IOException.class, this::open);
    }

    @Test
    void aFileThatOthersCanWriteIsNotRead() throws IOException {
        allow("ada@example.org " + keys.ssh("ada"));
        open();
        Path file = etc.resolve("allowed_signers");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals(
                "read the signers in "
                        + file
                        + ": others can write "
                        + file
                        + "; run: chmod go-w "
                        + file,
                assertThrows(IOException.class, this::open).getMessage());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThrows(IOException.class, this::open);
    }

    @Test
    void aFileInTheWatchedTreeIsNotReadEvenThroughALink() throws IOException {
        Files.writeString(work.resolve("signers"), "eve@example.org " + keys.ssh("eve"));
        Files.createSymbolicLink(etc.resolve("allowed_signers"), work.resolve("signers"));
        IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("in the watched repository"));
    }

    @Test
    void anEndlessFileIsNotRead() throws IOException {
        Files.writeString(etc.resolve("allowed_signers"), "\n".repeat(1 << 20));
        open();
        Files.writeString(etc.resolve("allowed_signers"), "\n".repeat((1 << 20) + 1));
        assertThrows(IOException.class, this::open);
    }

    private void revoke(String name) throws IOException {
        Path certificate;
        try (var made = Files.list(keys.path("openpgp-revocs.d"))) {
            certificate = made.findFirst().orElseThrow();
        }
        String armed = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
        Files.writeString(keys.path(name + ".rev"), armed);
        keys.gpg("--import", keys.path(name + ".rev").toString());
    }

    private String fingerprint(String name) throws IOException {
        return keys.run("ssh-keygen", "-l", "-f", keys.path(name + ".pub").toString())
                .split(" ")[1];
    }

    private void allow(String line) throws IOException {
        Files.writeString(etc.resolve("allowed_signers"), "# who may\n" + line + "\n");
    }

    private void trust(String armoured) throws IOException {
        Files.writeString(etc.resolve("trusted.asc"), armoured);
    }

    private String commitWithSsh(String key) throws IOException {
        return commit(keys.signingWithSsh(key), "signed");
    }

    private String commitWithOpenPgp(String key) throws IOException {
        return commit(keys.signingWithOpenPgp(key), "signed");
    }

    private String commit(List<String> how, String message) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", work.toString()));
        command.addAll(how);
        command.addAll(List.of("-q", "--allow-empty", "-m", message));
        keys.run(command.toArray(String[]::new));
        return keys.run("git", "-C", work.toString(), "rev-parse", "HEAD").strip();
    }

    private Repository repository() throws IOException {
        return new FileRepositoryBuilder().setGitDir(work.resolve(".git").toFile()).build();
    }

    private byte[] raw(String commit) throws IOException {
        try (Repository repository = repository()) {
            return repository.open(ObjectId.fromString(commit)).getBytes();
        }
    }

    private Verdict verdict(String commit) throws IOException {
        return verdict(raw(commit));
    }

    private Verdict verdict(byte[] raw) throws IOException {
        try (Repository repository = repository()) {
            return Signers.in(etc).open(repository, work).verify(raw);
        }
    }

    private void open() throws IOException {
        try (Repository repository = repository()) {
            Signers.in(etc).open(repository, work);
        }
    }
}
