package org.vzgit.kernel.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.Revision;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Scripts and bridged interfaces of a simulated VE, and what accidents leave of them.
class SimulatedParametersTest {
    private static final VeId VE = new VeId(101);
    private static final long BASE = 1L << 30;
    private static final TemplateRef TEMPLATE = new TemplateRef(new TemplateName("busybox"), "1");
    private static final NetInterface ETH1 = NetInterface.parse("ifname=eth1,bridge=br0", VE);
    private static final ActionScript SCRIPT = new ActionScript("scripts/a.stop", "#!/bin/sh\n");

    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("simulated", Map.of(), 1), Map.of(TEMPLATE.name(), TEMPLATE));

    @BeforeEach
    void hold() throws OperationFailure {
        apply(
                new BuildTemplate(TEMPLATE),
                new CreatePrivateArea(VE, mark("1111111"), BASE),
                new CreateCgroup(VE),
                new Launch(VE, TEMPLATE, BASE, "web1"),
                new AttachNetwork(VE));
    }

    private static OwnerMark mark(String commit) {
        return new OwnerMark(
                "ves",
                new VeName("web1"),
                TEMPLATE,
                new Revision(commit, "ann"),
                DeletionPolicy.DESTROY);
    }

    private void apply(Operation... operations) throws OperationFailure {
        for (Operation operation : operations) {
            kernel.apply(operation);
        }
    }

    private static Operation put(ActionScript script) {
        return new SetScript(VE, ScriptAction.STOP, Optional.of(script));
    }

    private PrivateArea area() {
        return kernel.observe().ve(VE).privateArea().toOptional().orElseThrow();
    }

    private SortedMap<String, NetInterface> interfaces() {
        ObservedNetwork network = kernel.observe().ve(VE).network().toOptional().orElseThrow();
        return network.interfaces();
    }

    @Test
    void scriptsStayWithTheAreaWhateverElseIsWrittenAboutIt() throws OperationFailure {
        apply(put(SCRIPT), new WriteOwnerMark(VE, mark("2222222")));
        assertEquals(Map.of(ScriptAction.STOP, SCRIPT.digest()), area().scripts());
        kernel.mishaps().reboot(VE);
        assertEquals(Map.of(ScriptAction.STOP, SCRIPT.digest()), area().scripts());
        apply(new SetScript(VE, ScriptAction.STOP, Optional.empty()));
        assertEquals(Map.of(), area().scripts());
    }

    @Test
    void aCopyOfTheNodeHasScriptsAndInterfacesOfItsOwn() throws OperationFailure {
        apply(put(SCRIPT), new SetInterface(VE, ETH1));
        SimulatedKernel copy = kernel.copy();
        apply(
                new SetScript(VE, ScriptAction.STOP, Optional.empty()),
                new RemoveInterface(VE, "eth1"));
        ObservedNetwork network = copy.observe().ve(VE).network().toOptional().orElseThrow();
        assertEquals(Map.of("eth1", ETH1), network.interfaces());
        assertEquals(
                1, copy.observe().ve(VE).privateArea().toOptional().orElseThrow().scripts().size());
        assertEquals(Map.of(), interfaces());
    }

    @Test
    void interfacesOutliveARoutedLinkThatIsMadeAnew() throws OperationFailure {
        apply(new SetInterface(VE, ETH1));
        kernel.mishaps().downLink(VE);
        apply(new AttachNetwork(VE));
        assertEquals(Map.of("eth1", ETH1), interfaces());
    }

    @Test
    void withTheLinkTheyGo() throws OperationFailure {
        apply(new SetInterface(VE, ETH1), new DetachNetwork(VE));
        var failure = assertThrows(OperationFailure.class, () -> apply(new SetInterface(VE, ETH1)));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("give interface eth1 to VE 101: ENODEV", failure.getMessage());
        apply(new AttachNetwork(VE));
        assertEquals(Map.of(), interfaces());
    }

    @Test
    void withoutAnInitThereIsNowhereToPutOne() {
        kernel.mishaps().killInit(VE);
        var failure = assertThrows(OperationFailure.class, () -> apply(new SetInterface(VE, ETH1)));
        assertEquals("give interface eth1 to VE 101: ESRCH", failure.getMessage());
    }
}
