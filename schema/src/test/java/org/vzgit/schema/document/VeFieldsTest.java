package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.VeSpec.FieldUse;

final class VeFieldsTest {

    @Test
    void unwrittenFieldsHaveTheirDefaults() {
        VeSpec ve = ve("");
        assertEquals(RunState.RUNNING, ve.state());
        assertEquals(DeletionPolicy.RETAIN, ve.deletion());
        assertEquals("web101", ve.hostname());
        assertEquals(new Seconds(120), ve.stopTimeout());
        assertTrue(ve.resources().isEmpty());
        assertEquals(new Origin("f1.yaml", 1, 1), ve.origin());
    }

    @ParameterizedTest
    @CsvSource({
        "'cpu: {units: 2000}', CPUUNITS, 2000",
        "'cpu: {limit: 50}', CPULIMIT, 50",
        "'cpu: {limit: 0}', CPULIMIT, unlimited",
        "'cpu: {limit: unlimited}', CPULIMIT, unlimited",
        "'cpu: {cpus: 2}', CPULIMIT, 200",
        "'cpu: {cpus: 2, limit: 150}', CPULIMIT, 150",
        "'cpu: {cpus: 1, limit: 150}', CPULIMIT, 100",
        "'cpu: {cpus: 1, limit: 0}', CPULIMIT, 100",
        "'cpu: {cpus: 0, limit: 70}', CPULIMIT, 70",
        "'cpu: {cpus: 0}', CPULIMIT, unlimited",
        "'cpu: {mask: 0}', CPUMASK, 0",
        "'cpu: {mask: \"3,0-2\"}', CPUMASK, 0-3",
        "'cpu: {mask: all}', CPUMASK, unlimited",
        "'cpu: {nodemask: 0-1}', NODEMASK, 0-1",
        "'io: {priority: 7}', IOPRIO, 7",
        "'io: {limit: 10M}', IOLIMIT, 10M",
        "'io: {limit: 1048576}', IOLIMIT, 1M",
        "'io: {limit: 1.5K}', IOLIMIT, 1536",
        "'io: {limit: 0}', IOLIMIT, unlimited",
        "'io: {limit: unlimited}', IOLIMIT, unlimited",
        "'io: {iops: 500}', IOPSLIMIT, 500",
        "'io: {iops: unlimited}', IOPSLIMIT, unlimited",
        "'memory: {ram: 256M}', PHYSPAGES, 256M",
        "'memory: {swap: 1G}', SWAPPAGES, 1G",
        "'beancounters: {physpages: 0:65536}', PHYSPAGES, 256M",
        "'beancounters: {physpages: 0:2147483647}', PHYSPAGES, unlimited",
        "'beancounters: {swappages: {barrier: 0, limit: 512M}}', SWAPPAGES, 512M",
        "'beancounters: {numproc: 240}', NUMPROC, 240",
        "'beancounters: {numproc: 200:240}', NUMPROC, 200",
        "'beancounters: {numproc: unlimited}', NUMPROC, unlimited"
    })
    void resourceIsTheBoundThatTheKernelEnforces(String field, Resource resource, String text) {
        Limit limit = ve(field).resources().get(resource);
        assertEquals(text, limit == null ? "not managed" : limit.text());
    }

    @Test
    void shareOfTheNodeUsesItsNumberOfCpus() {
        var state =
                read(document("Node", "hn1", "capacity: {cpus: 4}"), web(101, "cpu: {limit: 25%}"));
        Limit limit = only(state, 101).resources().get(Resource.CPULIMIT);
        assertEquals("100", limit == null ? "" : limit.text());
    }

    @Test
    void writtenBoundsAreKeptForTheConsistencyRules() {
        VeSpec ve = ve("memory: {ram: 256M}\nbeancounters: {kmemsize: 4M:5M}");
        assertEquals("0:256M", text(ve, Beancounter.PHYSPAGES));
        assertEquals("4M:5M", text(ve, Beancounter.KMEMSIZE));
    }

    @Test
    void shortcutGivesItsPlaceToTheBoundThatItIsShortFor() {
        VeSpec ve = ve("memory: {ram: 256M}\ncpu: {cpus: 2}");
        assertEquals(new Origin("f1.yaml", 8, 17), ve.originOf(VeField.PHYSPAGES).orElseThrow());
        assertEquals(new Origin("f1.yaml", 9, 15), ve.originOf(VeField.CPU_LIMIT).orElseThrow());
    }

    @Test
    void stopTimeoutOfZeroIsTheBuiltInOne() {
        assertEquals(new Seconds(120), ve("stopTimeout: 0").stopTimeout());
        assertEquals(new Seconds(86_400), ve("stopTimeout: 86400").stopTimeout());
    }

    @Test
    void textFieldsComeThrough() {
        VeSpec ve = ve("state: stopped\ndeletion: destroy\nhostname: a.b\ndescription: x y");
        assertEquals(RunState.STOPPED, ve.state());
        assertEquals(DeletionPolicy.DESTROY, ve.deletion());
        assertEquals("a.b", ve.hostname());
        assertEquals("x y", ve.description());
    }

    @Test
    void networkKeepsTheOrderOfResolverEntries() {
        VeSpec ve =
                ve(
                        """
                        network:
                          addresses: [192.0.2.7/32, "2001:DB8:0::7"]
                          nameservers: [192.0.2.2, 192.0.2.1]
                          searchdomains: [b.example, a.example]\
                        """);
        assertEquals("[192.0.2.7, 2001:db8::7]", ve.network().addresses().toString());
        assertEquals(List.of("192.0.2.2", "192.0.2.1"), ve.network().nameservers());
        assertEquals(List.of("b.example", "a.example"), ve.network().searchDomains());
    }

    @Test
    void fieldThatIsNotCarriedOutYetIsNoErrorButIsListed() {
        var state = read(web(101, "network: {gw: 10.0.0.1}"));
        VeSpec ve = only(state, 101);
        assertEquals("NOT_SUPPORTED_YET", codes(state));
        assertEquals(
                List.of(new FieldUse(VeField.NETWORK_GW, new Origin("f1.yaml", 8, 17))),
                ve.unsupported());
    }

    @ParameterizedTest
    @CsvSource({
        "state: suspended, STATE",
        "'cpu: {mask: auto}', CPU_MASK",
        "'network: {nameservers: [inherit]}', NETWORK_NAMESERVERS"
    })
    void valueThatIsNotCarriedOutYetIsListedToo(String field, VeField use) {
        var state = read(web(101, field));
        assertEquals("NOT_SUPPORTED_YET", codes(state));
        assertEquals(use, only(state, 101).unsupported().getFirst().field());
    }

    @Test
    void suspendedIsStillWhatTheSpecWants() {
        assertEquals(RunState.SUSPENDED, ve("state: suspended").state());
    }

    @Test
    void sameQuantityInAnotherFormIsTheSameSpec() {
        VeSpec one = ve("beancounters: {physpages: 0:131072}");
        VeSpec other = ve("memory: {ram: 512M}");
        assertEquals(one.resources(), other.resources());
        assertEquals(Limit.of(new Pages(131_072)), one.resources().get(Resource.PHYSPAGES));
    }

    @Test
    void absentResourceIsNotManaged() {
        assertNull(ve("cpu: {units: 1000}").resources().get(Resource.CPULIMIT));
    }

    private static String text(VeSpec ve, Beancounter beancounter) {
        var bounds = ve.beancounters().get(beancounter);
        return bounds == null ? "" : bounds.text();
    }
}
