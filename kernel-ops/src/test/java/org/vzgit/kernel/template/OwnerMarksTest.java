package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.DeletionPolicy;

class OwnerMarksTest {
    private static final OwnerMark MARK = OwnerMarkTextTest.MARK;

    @TempDir Path area;
    private final OwnerMarks marks = new OwnerMarks();

    @Test
    void markThatIsRewrittenIsSeenAtTheNextLook() throws IOException {
        write(OwnerMarkText.write(MARK));
        assertEquals(Reading.present(MARK), marks.read(area));
        OwnerMark released =
                new OwnerMark(
                        MARK.repository(),
                        MARK.name(),
                        MARK.template(),
                        MARK.applied(),
                        DeletionPolicy.DESTROY);
        write(OwnerMarkText.write(released));
        assertEquals(Reading.present(released), marks.read(area));
    }

    @Test
    void sameTextIsTheSameMark() throws IOException {
        write(OwnerMarkText.write(MARK));
        OwnerMark first = marks.read(area).toOptional().orElseThrow();
        assertSame(first, marks.read(area).toOptional().orElseThrow());
    }

    @Test
    void markThatIsDamagedLaterIsUnreadable() throws IOException {
        write(OwnerMarkText.write(MARK));
        marks.read(area);
        write("damaged");
        assertEquals(
                Reading.unreadable(area.resolve("owner") + ": an owner mark that breaks off"),
                marks.read(area));
        Files.delete(area.resolve("owner"));
        assertEquals(
                Reading.unreadable("read " + area.resolve("owner") + ": ENOENT"), marks.read(area));
    }

    @Test
    void markOfTheLargestSizeIsJudgedByItsText() throws IOException {
        write("x".repeat(OwnerMarks.BYTES_MAX - 1) + "\n");
        assertEquals(
                area.resolve("owner") + ": an owner mark with the line x",
                reason().substring(0, reason().indexOf("xx") + 1));
        write("x".repeat(OwnerMarks.BYTES_MAX) + "\n");
        assertEquals(area.resolve("owner") + ": larger than an owner mark can be", reason());
    }

    @Test
    void markWithNamesOfAnyScriptIsRead() throws IOException {
        String text = OwnerMarkText.write(MARK).replace("Ada", "Łucja Ωμέγα");
        write(text);
        assertEquals(
                "Łucja Ωμέγα <ada@example.org>",
                marks.read(area).toOptional().orElseThrow().applied().author());
    }

    /// A character put in its place would make another mark of it, and a mark decides what may be
    /// destroyed.
    @Test
    void bytesThatAreNotTextAreNotReplaced() throws IOException {
        byte[] text = OwnerMarkText.write(MARK).getBytes(StandardCharsets.UTF_8);
        text[OwnerMarkText.write(MARK).indexOf("Ada")] = (byte) 0xff;
        Files.write(area.resolve("owner"), text);
        assertEquals(area.resolve("owner") + ": an owner mark that is not UTF-8", reason());
    }

    private void write(String text) throws IOException {
        Files.writeString(area.resolve("owner"), text);
    }

    private String reason() {
        return switch (marks.read(area)) {
            case Reading.Unreadable<OwnerMark>(String reason) -> reason;
            case Reading.Present<OwnerMark> _, Reading.Absent<OwnerMark> _ -> "";
        };
    }
}
