package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NoatimeFieldTest {
    @Test
    void bothSpellingsOfYesAreOne() {
        assertTrue(ve("noatime: yes").noatime());
        assertTrue(ve("noatime: true").noatime());
        assertEquals(List.of(), ve("noatime: yes").unsupported());
    }

    @Test
    void readingIsNotedUnlessTheDocumentSaysOtherwise() {
        assertFalse(ve("hostname: a").noatime());
        assertFalse(ve("noatime: no").noatime());
        assertFalse(ve("noatime: false").noatime());
    }

    @Test
    void theVeOverrulesItsProfile() {
        String profile = profile("quiet", "noatime: yes");
        assertTrue(only(read(web(101, "profiles: [quiet]"), profile), 101).noatime());
        assertFalse(only(read(web(101, "profiles: [quiet]\nnoatime: no"), profile), 101).noatime());
    }
}
