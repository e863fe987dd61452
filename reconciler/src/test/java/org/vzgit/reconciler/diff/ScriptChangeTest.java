package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

final class ScriptChangeTest {
    private static final VeId VE = new VeId(101);
    private static final ActionScript START = new ActionScript("scripts/a.start", "#!/bin/a\n");
    private static final ActionScript MOUNT = new ActionScript("scripts/a.mount", "#!/bin/b\n");

    private static VeSpec spec(Map<ScriptAction, ActionScript> scripts) {
        return new VeSpec.Builder(
                        new VeIdentity(VE, new VeName("web1"), new NodeName("hn1")),
                        new TemplateName("busybox"),
                        new Origin("ve/web1.yaml", 1, 1))
                .actionScripts(new TreeMap<>(scripts))
                .build();
    }

    private static ObservedVe live(SortedMap<ScriptAction, String> digests) {
        return new ObservedVe(
                VE,
                Reading.present(new PrivateArea(1L << 30, Reading.absent()).with(digests)),
                Reading.absent(),
                Reading.absent(),
                Reading.absent());
    }

    @Test
    void whatIsAsWantedIsNoChange() {
        VeSpec wanted = spec(Map.of(ScriptAction.START, START));
        assertEquals(List.of(), ScriptChange.of(wanted, live(ScriptChange.digests(wanted))));
        assertEquals(List.of(), ScriptChange.of(spec(Map.of()), live(new TreeMap<>())));
    }

    @Test
    void aVeThatIsNotThereHasNone() {
        assertEquals(
                List.of(
                        new ScriptChange(ScriptAction.MOUNT, Optional.empty(), Optional.of(MOUNT)),
                        new ScriptChange(ScriptAction.START, Optional.empty(), Optional.of(START))),
                ScriptChange.of(
                        spec(Map.of(ScriptAction.START, START, ScriptAction.MOUNT, MOUNT)),
                        ObservedVe.nothing(VE)));
    }

    @Test
    void theWordsNameTheActionAndTheContents() {
        ScriptChange change =
                new ScriptChange(
                        ScriptAction.START, Optional.of(MOUNT.digest()), Optional.of(START));
        assertEquals("actionScripts.start", change.field());
        assertEquals(ActionScript.shown(MOUNT.digest()), change.fromText());
        assertEquals(START.toString(), change.toText());
        ScriptChange removal =
                new ScriptChange(ScriptAction.STOP, Optional.of(MOUNT.digest()), Optional.empty());
        assertEquals("", removal.toText());
        assertEquals(
                "",
                new ScriptChange(ScriptAction.STOP, Optional.empty(), Optional.of(START))
                        .fromText());
    }
}
