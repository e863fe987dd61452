package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.VeId;

class VeDirectoryNameTest {
    @Test
    void aVeidIsAName() {
        assertEquals(Optional.of(new VeId(VeId.MIN)), VeDirectoryName.parse("101"));
        assertEquals(Optional.of(new VeId(VeId.MAX)), VeDirectoryName.parse("2147483644"));
    }

    @Test
    void whatIsNoVeidInItsOneFormIsNone() {
        for (String name :
                List.of("", "100", "0101", "+101", "101 ", "2147483645", "9999999999", "1e3")) {
            assertEquals(Optional.empty(), VeDirectoryName.parse(name), name);
        }
    }
}
