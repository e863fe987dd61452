package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.schema.DiskTerms;

/// What no kernel object holds of an area's bounds, in the file `disk` beside its owner mark.
///
/// Grace times belong to a file system and not to an id, so a VE's own one is given by moving the
/// end of a grace that has begun ([ProjectQuota]); which ends were moved already is kept here.
///
/// @param spaceTime the end of the space's grace as it was moved last; 0 for none
/// @param inodeTime the same for inodes
record DiskNote(DiskTerms terms, long spaceTime, long inodeTime) {
    static final String FILE = "disk";

    static final DiskNote NONE = new DiskNote(DiskTerms.DEFAULT, 0, 0);

    /// Four lines of a word and a number.
    static final int BYTES_MAX = 1024;

    private static final String GRACE = "graceTime";
    private static final String USERS = "userQuota";
    private static final String SPACE = "spaceGraceEnd";
    private static final String INODES = "inodeGraceEnd";

    /// The note of an area; [#NONE] when nothing was ever set.
    ///
    /// @throws IOException also when it is not a note
    static DiskNote read(Path area) throws IOException {
        Path file = area.resolve(FILE);
        // Most areas have none, and an exception costs more than all else of a look at one.
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException(file + ": larger than a note can be");
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException _) {
            return NONE;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    void write(Path area) throws IOException {
        AtomicFile.replaceDurably(area.resolve(FILE), text());
    }

    String text() {
        return "%s=%d\n%s=%d\n%s=%d\n%s=%d\n"
                .formatted(
                        GRACE,
                        terms.graceSeconds(),
                        USERS,
                        terms.userQuota(),
                        SPACE,
                        spaceTime,
                        INODES,
                        inodeTime);
    }

    /// @throws IllegalArgumentException saying what is wrong
    static DiskNote parse(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a line without =: " + line);
            }
            values.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
        }
        DiskTerms terms =
                new DiskTerms(value(values, GRACE), Math.toIntExact(value(values, USERS)));
        return new DiskNote(terms, value(values, SPACE), value(values, INODES));
    }

    private static long value(Map<String, Long> values, String key) {
        Long value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }
}
