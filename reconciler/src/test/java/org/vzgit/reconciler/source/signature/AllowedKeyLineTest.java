package org.vzgit.reconciler.source.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The format ALLOWED SIGNERS of ssh-keygen(1), line by line.
class AllowedKeyLineTest {
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aPlainLineAllowsItsKeyAlwaysAndForEverything() {
        AllowedKey line = parse("ada@example.org,bob@example.org " + KEY + " a comment");
        assertEquals(List.of("ada@example.org", "bob@example.org"), line.principals());
        assertEquals(KEY, line.key());
        assertFalse(line.authority());
        assertTrue(line.allows("git", Instant.EPOCH));
        assertTrue(line.allows("file", Instant.MAX.minusSeconds(1)));
    }

    @Test
    void optionsStandBetweenCommasInAnyOrderAndCase() {
        AllowedKey line =
                parse(
                        "\"a,b\" valid-before=\"20270101Z\",CERT-AUTHORITY,"
                                + "namespaces=\"file,git\",valid-after=\"20260101Z\" "
                                + KEY);
        assertEquals(List.of("a", "b"), line.principals());
        assertTrue(line.authority());
        assertTrue(line.allows("git", Instant.parse("2026-06-01T00:00:00Z")));
        assertFalse(line.allows("mail", Instant.parse("2026-06-01T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "20260301, 2026-02-28T23:00:00Z",
        "20260301Z, 2026-03-01T00:00:00Z",
        "202603011230, 2026-03-01T11:30:00Z",
        "202603011230Z, 2026-03-01T12:30:00Z",
        "20260301123045, 2026-03-01T11:30:45Z",
        "20260301123045Z, 2026-03-01T12:30:45Z"
    })
    void timesAreLocalUnlessTheySayUtcAndTheFirstMomentCounts(String text, Instant when) {
        AllowedKey after = parse("a valid-after=\"" + text + "\" " + KEY);
        assertTrue(after.allows("git", when));
        assertFalse(after.allows("git", when.minus(Duration.ofSeconds(1))));
        AllowedKey before = parse("a valid-before=\"" + text + "\" " + KEY);
        assertFalse(before.allows("git", when));
        assertTrue(before.allows("git", when.minus(Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "ada ssh-ed25519",
                "ada nonsense AAAA",
                "ada ssh-ed25519 not-base64!",
                "ada no-such-option ssh-ed25519 AAAA",
                "ada namespaces=\"git\",namespaces=\"file\" ssh-ed25519 AAAA",
                "ada valid-after=\"tomorrow\" ssh-ed25519 AAAA",
                "ada valid-after=\"20261301\" ssh-ed25519 AAAA",
                "ada valid-after=\"202603012460\" ssh-ed25519 AAAA",
                "ada valid-after=20260301 ssh-ed25519 AAAA",
                "ada namespaces=\"git ssh-ed25519 AAAA",
                "\"ada ssh-ed25519 AAAA"
            })
    void whatIsNoLineIsAnError(String text) {
        assertThrows(IllegalArgumentException.class, () -> parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "*, anyone@example.org, true",
        "*@example.org, ada@example.org, true",
        "*@example.org, ada@example.org.evil, false",
        "a?a, ada, true",
        "a?a, aa, false",
        "a.a, axa, false",
        "'*@example.org,!eve@*', ada@example.org, true",
        "'*@example.org,!eve@*', eve@example.org, false",
        "'!eve', ada, false"
    })
    void anAuthorityCertifiesTheNamesThatItsPatternsMatch(
            String patterns, String name, boolean matches) {
        AllowedKey line = parse(patterns + " cert-authority " + KEY);
        assertEquals(matches ? Optional.of(name) : Optional.empty(), line.certifies(List.of(name)));
    }

    @Test
    void aBadLineOfAFileIsNamedByItsNumber(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("allowed_signers");
        Files.writeString(file, "# comment\n\nada " + KEY + "\nbob\n");
        assertEquals(
                "read " + file + ":4: not `principals [options] keytype key`",
                assertThrows(IOException.class, () -> AllowedKeys.read(file, BERLIN)).getMessage());
        Files.writeString(file, "# comment\n\nada " + KEY + "\n");
        assertEquals(1, AllowedKeys.read(file, BERLIN).lines().size());
    }

    private static AllowedKey parse(String line) {
        return AllowedKeyLine.parse(line, BERLIN);
    }
}
