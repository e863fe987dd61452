package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.NodeSupply.AddressPool;

final class AddressPoolTest {

    @ParameterizedTest
    @CsvSource({
        "10.101.0.0/16, 10.101.255.255, true",
        "10.101.0.0/16, 10.102.0.0, false",
        "10.101.0.4/30, 10.101.0.7, true",
        "10.101.0.4/30, 10.101.0.8, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00:101::/64, fd00:101::ffff, true",
        "fd00:101::/64, fd00:101:0:1::, false",
        "192.0.2.1/32, 192.0.2.1, true"
    })
    void containsWhatSharesItsPrefix(String pool, String address, boolean contains) {
        assertEquals(contains, AddressPool.parse(pool).contains(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "x/8", "10.0.0.0/"})
    void refusesWhatIsNoRange(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressPool.parse(text));
    }
}
