package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.DesiredState;

final class BindMountFieldTest {
    @Test
    void aVeHasNoneUnlessItSaysSo() {
        assertEquals(List.of(), ve("hostname: a").bindMounts());
        assertEquals(List.of(), ve("bindmounts: []").bindMounts());
    }

    @Test
    void theListIsReadAsWritten() {
        assertEquals(
                List.of(BindMount.parse("/srv/b:/mnt/b,ro"), BindMount.parse("/srv/a:/mnt/a")),
                ve("bindmounts: ['/srv/b:/mnt/b,ro', '/srv/a:/mnt/a']").bindMounts());
    }

    @Test
    void aListOfTheVeReplacesThatOfItsProfile() {
        String profile = profile("shared", "bindmounts: ['/srv/a:/mnt/a']");
        assertEquals(
                List.of(BindMount.parse("/srv/a:/mnt/a")),
                only(read(web(101, "profiles: [shared]"), profile), 101).bindMounts());
        assertEquals(
                List.of(),
                only(read(web(101, "profiles: [shared]\nbindmounts: []"), profile), 101)
                        .bindMounts());
    }

    @Test
    void everyBadOneIsToldAtItsPlace() {
        DesiredState state =
                read(web(101, "bindmounts: ['/srv/a', '/srv/b:/mnt/b', '/srv/c:/proc']"));
        assertEquals(
                List.of(
                        "f1.yaml:8:16 bindmounts \"/srv/a\": names no directory of the node; write"
                                + " source:target",
                        "f1.yaml:8:43 bindmounts \"/srv/c:/proc\": target /proc is the kernel's"),
                state.diagnostics().stream()
                        .map(finding -> finding.origin() + " " + finding.message())
                        .toList());
    }

    @Test
    void oneTargetHasOneDirectory() {
        assertEquals(
                "CONFLICT", codes(read(web(101, "bindmounts: ['/srv/a:/mnt', '/srv/b:/mnt,ro']"))));
    }
}
