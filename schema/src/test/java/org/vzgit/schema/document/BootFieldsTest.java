package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// `onboot`, `bootorder` and `disabled`.
final class BootFieldsTest {
    @Test
    void aVeThatSaysNothingStartsLastAndWithTheNode() {
        assertEquals(BootPolicy.DEFAULT, ve("hostname: a").boot());
        assertEquals(new BootPolicy(true, BootPolicy.LAST), BootPolicy.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "no, false", "true, true", "false, false"})
    void onbootIsReadAsOpenVzAndAsYamlWriteIt(String written, boolean onboot) {
        assertEquals(onboot, ve("onboot: " + written).boot().onboot());
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2147483647"})
    void anOrderIsAnyNumberThatFitsOpenVz(long order) {
        assertEquals(order, ve("bootorder: " + order).boot().order());
    }

    @Test
    void anOrderOfZeroComesBeforeNone() {
        assertEquals(1, Long.compare(ve("bootorder: 0").boot().order(), BootPolicy.LAST));
        assertThrows(IllegalArgumentException.class, () -> new BootPolicy(true, -2));
    }

    @ParameterizedTest
    @CsvSource({"yes, STOPPED", "true, STOPPED", "no, RUNNING", "false, RUNNING"})
    void aDisabledVeIsOneThatIsToBeStopped(String written, RunState state) {
        assertEquals(state, ve("state: running\ndisabled: " + written).state());
    }

    @Test
    void theLineThatDisablesIsTheReasonForTheState() {
        VeSpec ve = ve("state: running\ndisabled: yes");
        assertEquals(new Origin("f1.yaml", 9, 13), ve.originOf(VeField.STATE).orElseThrow());
    }

    @Test
    void noIsNoWordAboutTheState() {
        assertEquals(RunState.STOPPED, ve("state: stopped\ndisabled: no").state());
    }

    @Test
    void aVeTakesThemFromItsProfileUnlessItSaysOtherwise() {
        String profile = profile("spare", "onboot: no\nbootorder: 7\ndisabled: yes");
        VeSpec spare = only(read(web(101, "profiles: [spare]"), profile), 101);
        assertEquals(new BootPolicy(false, 7, true), spare.boot());
        assertEquals(RunState.STOPPED, spare.state());
        VeSpec used =
                only(read(web(101, "profiles: [spare]\ndisabled: no\nonboot: yes"), profile), 101);
        assertEquals(new BootPolicy(true, 7), used.boot());
        assertEquals(RunState.RUNNING, used.state());
    }
}
