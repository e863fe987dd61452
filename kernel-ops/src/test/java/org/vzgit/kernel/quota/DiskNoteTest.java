package org.vzgit.kernel.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DiskTerms;

class DiskNoteTest {
    private static final DiskNote NOTE =
            new DiskNote(new DiskTerms(3600, 500), 1_800_000_000, 1_900_000_000);

    @TempDir Path area;

    @Test
    void aNoteComesBackAsItWas() throws IOException {
        NOTE.write(area);
        assertEquals(NOTE, DiskNote.read(area));
        assertEquals(
                """
                graceTime=3600
                userQuota=500
                spaceGraceEnd=1800000000
                inodeGraceEnd=1900000000
                """,
                Files.readString(area.resolve("disk")));
    }

    @Test
    void anAreaWithoutANoteHasTheDefaults() throws IOException {
        assertEquals(DiskNote.NONE, DiskNote.read(area));
        assertEquals(604_800, DiskNote.NONE.terms().graceSeconds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "graceTime=1\n",
                "graceTime=1\nuserQuota=x\nspaceGraceEnd=0\ninodeGraceEnd=0\n",
                "graceTime=-1\nuserQuota=0\nspaceGraceEnd=0\ninodeGraceEnd=0\n",
                "graceTime=1\nuserQuota=9999999999\nspaceGraceEnd=0\ninodeGraceEnd=0\n",
                "no equals sign"
            })
    void aDamagedNoteIsAnError(String text) throws IOException {
        Files.writeString(area.resolve("disk"), text);
        assertThrows(Exception.class, () -> DiskNote.read(area));
    }

    @Test
    void theLargestNoteIsReadAndOneByteMoreIsNot() throws IOException {
        String text = NOTE.text();
        String filler = "a=" + "1".repeat(18);
        StringBuilder full = new StringBuilder(text);
        for (int i = 0; full.length() + filler.length() + 8 < DiskNote.BYTES_MAX; i++) {
            full.append(i).append(filler).append('\n');
        }
        full.append("z=").append("0".repeat(DiskNote.BYTES_MAX - full.length() - 3)).append('\n');
        Files.writeString(area.resolve("disk"), full);
        assertEquals(NOTE, DiskNote.read(area));
        Files.writeString(area.resolve("disk"), full + "\n");
        assertThrows(IOException.class, () -> DiskNote.read(area));
    }
}
