package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Every operation has one name, and no two can be taken for each other.
class OperationTextTest {
    private static final VeId VE = new VeId(101);
    private static final TemplateRef TEMPLATE = new TemplateRef(new TemplateName("busybox"), "1f");
    private static final ActionScript SCRIPT = new ActionScript("scripts/a.stop", "#!/bin/sh\n");
    private static final OwnerMark MARK =
            new OwnerMark(
                    "git:1",
                    new VeName("web1"),
                    TEMPLATE,
                    new Revision("1111111", "alice"),
                    DeletionPolicy.RETAIN);

    private final Map<Operation, String> texts = new LinkedHashMap<>();

    OperationTextTest() {
        texts.put(new BuildTemplate(TEMPLATE), "build template busybox@1f");
        texts.put(new CreatePrivateArea(VE, MARK, 1L << 30), "create private area");
        texts.put(
                new ClonePrivateArea(new CreatePrivateArea(VE, MARK, 1L << 30), new VeId(102)),
                "clone private area of VE 102");
        texts.put(new WriteOwnerMark(VE, MARK), "write owner mark");
        texts.put(new CreateCgroup(VE), "create cgroup");
        texts.put(new SetResource(VE, Resource.NUMPROC, Limit.UNLIMITED), "set numproc");
        texts.put(
                new SetBeancounter(VE, Beancounter.KMEMSIZE, BarrierLimit.both(Limit.UNLIMITED)),
                "set kmemsize");
        texts.put(
                new SetScript(VE, ScriptAction.STOP, Optional.of(SCRIPT)),
                "put stop script scripts/a.stop");
        texts.put(new SetScript(VE, ScriptAction.MOUNT, Optional.empty()), "remove mount script");
        texts.put(
                new SetInterface(VE, NetInterface.parse("ifname=eth1,bridge=br0", VE)),
                "set interface eth1");
        texts.put(new RemoveInterface(VE, "eth1"), "remove interface eth1");
        texts.put(new SetDiskQuota(VE, DiskSpec.NONE), "set disk quota");
        texts.put(new Launch(VE, TEMPLATE, 1L << 30, "web1"), "launch from busybox@1f");
        texts.put(new AttachNetwork(VE), "attach network");
        texts.put(new AddAddress(VE, IpAddress.parse("fd00:101::1")), "add address fd00:101::1");
        texts.put(
                new RemoveAddress(VE, IpAddress.parse("10.101.0.1")), "remove address 10.101.0.1");
        texts.put(new SetRate(VE, Optional.of(new NetRate(8000))), "set rate 8000");
        texts.put(new SetRate(VE, Optional.empty()), "remove rate");
        texts.put(
                new AddBindMount(VE, BindMount.parse("/srv/a:/mnt/a,ro")),
                "add bind mount /srv/a:/mnt/a,ro");
        texts.put(
                new RemoveBindMount(VE, BindMount.parse("/srv/a:/mnt/a,ro")),
                "remove bind mount /mnt/a");
        texts.put(new SetHostname(VE, "web1.example.org"), "set hostname web1.example.org");
        texts.put(new WriteResolver(VE, Resolver.NONE), "write resolv.conf");
        texts.put(new ReleaseInit(VE), "start init");
        texts.put(new StopVe(VE, new Seconds(120)), "stop within 120s");
        texts.put(new DetachNetwork(VE), "detach network");
        texts.put(new RemoveCgroup(VE), "remove cgroup");
        texts.put(new DestroyPrivateArea(VE), "destroy private area");
    }

    @Test
    void everyOperationIsCalledByItsVerbAndSubject() {
        texts.forEach((operation, text) -> assertEquals(text, OperationText.of(operation).text()));
    }

    @Test
    void noKindOfOperationIsMissingHere() {
        Set<Class<?>> named = new HashSet<>();
        texts.keySet().forEach(operation -> named.add(operation.getClass()));
        Set<Class<?>> kinds = new HashSet<>(List.of(VeOperation.class.getPermittedSubclasses()));
        kinds.add(BuildTemplate.class);
        assertEquals(kinds, named);
    }

    @Test
    void noTwoOperationsReadTheSame() {
        assertEquals(texts.size(), new HashSet<>(texts.values()).size());
    }

    @Test
    void aResourceIsSetUnderItsOpenVzName() {
        for (Resource resource : Resource.values()) {
            String text = OperationText.of(new SetResource(VE, resource, Limit.UNLIMITED)).text();
            assertEquals("set " + resource.key(), text);
        }
    }
}
