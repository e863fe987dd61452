package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

final class RateFieldTest {
    private static final Optional<NetRate> EIGHT_MEGABITS = Optional.of(new NetRate(8000));

    private static Optional<NetRate> rate(String spec) {
        return ve(spec).network().rate();
    }

    @Test
    void aVeHasNoneUnlessItSaysSo() {
        assertEquals(Optional.empty(), rate("hostname: a"));
    }

    @Test
    void aNumberAndTheFormOfOpenVzAreTheSame() {
        assertEquals(EIGHT_MEGABITS, rate("rate: 8000"));
        assertEquals(EIGHT_MEGABITS, rate("rate: '8000'"));
        assertEquals(EIGHT_MEGABITS, rate("rate: ['*:1:8000']"));
    }

    @Test
    void aProfileGivesOneAndTheVeHasItsOwn() {
        String profile = profile("slow", "rate: 8000");
        assertEquals(
                EIGHT_MEGABITS,
                only(read(web(101, "profiles: [slow]"), profile), 101).network().rate());
        assertEquals(
                Optional.of(new NetRate(9000)),
                only(read(web(101, "profiles: [slow]\nrate: 9000"), profile), 101)
                        .network()
                        .rate());
    }

    @Test
    void theSmallestAndTheLargestAreTaken() {
        assertEquals(Optional.of(new NetRate(1)), rate("rate: 1"));
        assertEquals(
                Optional.of(new NetRate(NetRate.KILOBITS_MAX)),
                rate("rate: " + NetRate.KILOBITS_MAX));
    }

    @Test
    void whatIsNoRateIsToldAtItsPlace() {
        assertEquals(List.of("f1.yaml:8:9 rate 0 is not between 1 and 34359738"), wrong("rate: 0"));
        assertEquals(
                List.of("f1.yaml:8:9 rate 34359739 is not between 1 and 34359738"),
                wrong("rate: 34359739"));
        assertEquals(
                List.of("f1.yaml:8:9 rate \"8M\" is no number of kilobits per second"),
                wrong("rate: 8M"));
        assertEquals(
                List.of("f1.yaml:8:10 rate \"eth0:2:8000\" is not about all traffic of the VE"),
                wrong("rate: ['eth0:2:8000']"));
        assertEquals(
                List.of("f1.yaml:8:9 rate has 2 entries, but a VE has one rate"),
                wrong("rate: ['*:1:8000', '*:2:9000']"));
        assertEquals(
                List.of("f1.yaml:8:9 rate has 0 entries, but a VE has one rate"),
                wrong("rate: []"));
    }

    @Test
    void aCapIsABoundAnyhow() {
        assertEquals(List.of(), ve("rate: 8000\nratebound: yes").unsupported());
        assertEquals(EIGHT_MEGABITS, rate("rate: 8000\nratebound: true"));
    }

    @Test
    void aGuaranteeIsNotCarriedOut() {
        VeSpec spec = ve("rate: 8000\nratebound: no");
        assertEquals(
                List.of(VeField.RATEBOUND),
                spec.unsupported().stream().map(VeSpec.FieldUse::field).toList());
    }

    private static List<String> wrong(String spec) {
        return read(web(101, spec)).diagnostics().stream()
                .map(finding -> finding.origin() + " " + finding.message())
                .toList();
    }
}
