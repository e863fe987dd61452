package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

class AllowedCutsTest {
    private static final VeSpec WEB1 =
            new VeSpec.Builder(
                            new VeIdentity(new VeId(101), new VeName("web1"), new NodeName("hn1")),
                            TemplateSpec.BUSYBOX,
                            new Origin("ve/web1.yaml", 1, 1))
                    .build();

    @Test
    void aVeIsNamedByItsNameOrItsVeid() {
        assertTrue(AllowedCuts.of(List.of("web1/numproc")).allows(WEB1, "numproc"));
        assertTrue(AllowedCuts.of(List.of("101/numproc")).allows(WEB1, "numproc"));
    }

    @Test
    void oneTrailerMayNameSeveral() {
        AllowedCuts cuts = AllowedCuts.of(List.of("web1/numproc, web1/physpages", "web2/x"));
        assertTrue(cuts.allows(WEB1, "physpages"));
        assertEquals(3, cuts.entries().size());
    }

    @Test
    void nothingElseIsAllowedAlongWithIt() {
        AllowedCuts cuts =
                AllowedCuts.of(List.of("web1/numproc", "web10/physpages", "1/physpages"));
        assertFalse(cuts.allows(WEB1, "physpages"));
        assertFalse(cuts.allows(WEB1, "num"));
        assertFalse(AllowedCuts.NONE.allows(WEB1, "numproc"));
    }

    @Test
    void entriesThatNameNoVeAllowNothing() {
        assertEquals(AllowedCuts.NONE, AllowedCuts.of(List.of("", "*", "/numproc", "all")));
    }

    @Test
    void aHundredEntriesCountAndTheNextDoesNot() {
        List<String> many =
                IntStream.rangeClosed(1, AllowedCuts.ENTRIES_MAX + 1)
                        .mapToObj(i -> "ve" + i + "/numproc")
                        .toList();
        assertEquals(AllowedCuts.ENTRIES_MAX, AllowedCuts.of(many).entries().size());
        assertEquals(
                AllowedCuts.ENTRIES_MAX,
                AllowedCuts.of(many.subList(0, AllowedCuts.ENTRIES_MAX)).entries().size());
    }
}
