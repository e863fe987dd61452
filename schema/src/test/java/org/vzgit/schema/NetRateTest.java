package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class NetRateTest {
    private static final long BYTES_MAX = 0xffff_ffffL;

    @Test
    void aKilobitIsAThousandBits() {
        assertEquals(1_000_000, new NetRate(8000).bytesPerSecond());
        assertEquals("8000", new NetRate(8000).text());
        assertEquals(new NetRate(8000), NetRate.parse("8000"));
    }

    @Test
    void theLargestStillFitsIntoTheKernelsStructure() {
        long bytes = new NetRate(NetRate.KILOBITS_MAX).bytesPerSecond();
        assertEquals(true, bytes <= BYTES_MAX && bytes + NetRate.BYTES_PER_KILOBIT > BYTES_MAX);
        assertThrows(IllegalArgumentException.class, () -> new NetRate(NetRate.KILOBITS_MAX + 1));
    }

    @Test
    void nothingAtAllIsNoRate() {
        assertEquals(125, new NetRate(1).bytesPerSecond());
        assertThrows(IllegalArgumentException.class, () -> new NetRate(0));
        assertThrows(IllegalArgumentException.class, () -> new NetRate(-1));
    }

    @Test
    void aNetworkKeepsWhatElseItHas() {
        NetworkSpec plain =
                new NetworkSpec(
                        new java.util.TreeSet<>(java.util.Set.of(IpAddress.parse("10.101.0.1"))),
                        java.util.List.of("10.101.0.53"),
                        java.util.List.of("example.org"));
        NetworkSpec capped = plain.withRate(new NetRate(8000));
        assertEquals(java.util.Optional.empty(), plain.rate());
        assertEquals(java.util.Optional.of(new NetRate(8000)), capped.rate());
        assertEquals(plain.addresses(), capped.addresses());
        assertEquals(plain.nameservers(), capped.nameservers());
        assertEquals(plain.searchDomains(), capped.searchDomains());
    }
}
