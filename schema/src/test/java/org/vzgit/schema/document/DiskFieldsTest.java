package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.NodeName;

/// What is written under `disk`.
class DiskFieldsTest {
    private static DiskSpec disk(String text) {
        return ve("disk: {" + text + "}").disk();
    }

    @Test
    void nothingWrittenIsNothingManaged() {
        assertEquals(DiskSpec.NONE, ve("description: x").disk());
        assertFalse(DiskSpec.NONE.isManaged());
        assertFalse(DiskSpec.NONE.isBounded());
    }

    @Test
    void bareNumbersAreBlocksOfSpaceAndCountsOfInodes() {
        DiskSpec disk = disk("space: 1048576:1153434, inodes: 200000:220000");
        assertEquals("1G:1153434K", disk.space().text());
        assertEquals("200000:220000", disk.inodes().text());
        assertEquals(DiskTerms.DEFAULT, disk.terms());
    }

    @Test
    void oneNumberIsBothBounds() {
        assertEquals("2G", disk("space: 2G").space().text());
        assertFalse(DiskSpec.isManaged(disk("space: 2G").inodes()));
    }

    @Test
    void zeroIsNoBound() {
        DiskSpec disk = disk("space: 0, inodes: 0");
        assertEquals(DiskSpec.UNBOUNDED, disk.space());
        assertEquals(DiskSpec.UNBOUNDED, disk.inodes());
        assertTrue(disk.isManaged());
        assertFalse(disk.isBounded());
    }

    @Test
    void unlimitedInodesAreNoBound() {
        assertEquals(DiskSpec.UNBOUNDED, disk("inodes: unlimited").inodes());
    }

    @Test
    void termsAreRead() {
        assertEquals(new DiskTerms(3600, 500), disk("graceTime: 3600, userQuota: 500").terms());
        assertTrue(disk("userQuota: 1").isBounded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota: \"no\", ", "quota: false, "})
    void withoutQuotaNothingIsBounded(String off) {
        DiskSpec disk = disk(off + "space: 2G, inodes: 10, userQuota: 7");
        assertEquals(DiskSpec.UNBOUNDED, disk.space());
        assertEquals(DiskSpec.UNBOUNDED, disk.inodes());
        assertEquals(0, disk.terms().userQuota());
        assertTrue(disk.isManaged());
    }

    @Test
    void withQuotaTheBoundsCount() {
        assertEquals("2G", disk("quota: \"yes\", space: 2G").space().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "space: 3G:2G",
                "space: unlimited",
                "inodes: 5K",
                "graceTime: -1",
                "graceTime: 2147483648",
                "userQuota: many"
            })
    void wrongValuesAreErrors(String text) {
        assertTrue(read(web(101, "disk: {" + text + "}")).hasErrors(), text);
    }

    @Test
    void theLongestGraceTimeIsTheKernels() {
        assertEquals(Integer.MAX_VALUE, disk("graceTime: 2147483647").terms().graceSeconds());
        assertThrows(
                IllegalArgumentException.class,
                () -> new DiskTerms(DiskTerms.GRACE_SECONDS_MAX + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DiskTerms(0, -1));
    }

    @ParameterizedTest
    @EnumSource
    void aNodeNamesItsLayout(DiskLayout layout) {
        var state = read(node("spec: {disk: {layout: " + layout.word() + "}}"));
        assertFalse(state.hasErrors());
        assertEquals(layout, layoutOf(state));
    }

    @Test
    void aNodeThatNamesNoneDecidesByItself() {
        assertEquals(DiskLayout.AUTO, layoutOf(read(node("spec: {removalBudget: 1}"))));
        assertTrue(read(node("spec: {disk: {layout: zfs}}")).hasErrors());
    }

    private static DiskLayout layoutOf(DesiredState state) {
        return Optional.ofNullable(state.nodes().get(new NodeName("hn1")))
                .orElseThrow()
                .supply()
                .diskLayout();
    }

    private static String node(String spec) {
        return "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn1}\n" + spec + "\n";
    }
}
