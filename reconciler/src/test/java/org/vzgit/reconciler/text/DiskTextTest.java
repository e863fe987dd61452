package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;

class DiskTextTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1023,1023",
        "1024,1.0K",
        "10239,9.9K",
        "10240,10K",
        "8750000000,8.1G",
        "1099511627775,1023G",
        "9223372036854774784,7.9E"
    })
    void sizesHaveTwoDigitsAndAreNeverRoundedUp(long bytes, String text) {
        assertEquals(text, DiskText.size(new Bytes(bytes)));
    }

    @Test
    void countsAreShownWhole() {
        assertEquals("123456", DiskText.size(new Count(123_456)));
    }
}
