package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.schema.Beancounter;

class ProgramGroupTest {
    private static final Path HEADER = Path.of("src/main/bpf/beancounter.h");

    @Test
    void everyObjectIsCarried() {
        for (ProgramGroup group : ProgramGroup.values()) {
            for (Hooks hooks : Hooks.values()) {
                byte[] object = CarriedProgram.carried(Programs.class, group.object(hooks));
                // ELF
                assertEquals(0x7f, object[0], group.object(hooks));
            }
        }
    }

    @Test
    void noTwoGroupsCountOneResource() {
        List<Beancounter> all = new ArrayList<>();
        for (ProgramGroup group : ProgramGroup.values()) {
            for (Beancounter resource : group.resources()) {
                all.add(resource);
                assertEquals(group, ProgramGroup.of(resource));
            }
        }
        assertEquals(all.size(), all.stream().distinct().count());
    }

    @Test
    void whatNobodyCountsHasNoGroup() {
        assertThrows(
                IllegalArgumentException.class, () -> ProgramGroup.of(Beancounter.VMGUARPAGES));
    }

    @Test
    void onlySecurityHooksAreExact() {
        assertEquals(UbcLevel.ENFORCED, ProgramGroup.FILES.level(Hooks.LSM));
        assertEquals(UbcLevel.ENFORCED_WEAKER, ProgramGroup.FILES.level(Hooks.FUNCTIONS));
        assertEquals(UbcLevel.ENFORCED_WEAKER, ProgramGroup.MEMORY.level(Hooks.LSM));
        assertEquals(UbcLevel.CLAMPED, ProgramGroup.BUFFERS.level(Hooks.LSM));
        assertEquals(UbcLevel.CLAMPED, ProgramGroup.BUFFERS.level(Hooks.FUNCTIONS));
    }

    @Test
    void socketsAreChargedBeforeTheirBuffersAreBounded() {
        // Of two programs at one hook the last that was attached runs first.
        assertTrue(ProgramGroup.BUFFERS.compareTo(ProgramGroup.SOCKETS) < 0);
    }

    @Test
    void theVersionTellsTheHooksApart() {
        assertNotEquals(Programs.version(Hooks.LSM), Programs.version(Hooks.FUNCTIONS));
        assertEquals(Programs.version(Hooks.LSM), Programs.version(Hooks.LSM));
    }

    @Test
    void theHeaderNumbersResourcesAsTheSchemaDoes() throws IOException {
        String header = Files.readString(HEADER);
        Matcher names =
                Pattern.compile("enum resource \\{\\s*(.*?),\\s*RESOURCES", Pattern.DOTALL)
                        .matcher(header);
        assertTrue(names.find());
        List<String> numbered = List.of(names.group(1).split(",\\s*"));
        assertEquals(CounterSlot.ROWS.stream().map(Enum::name).toList(), numbered);
    }

    @Test
    void theTableNamesResourcesAsTheSchemaDoes() throws IOException {
        String table = Files.readString(HEADER.resolveSibling("table.bpf.c"));
        Matcher quoted =
                Pattern.compile("\"([a-z]+)\"")
                        .matcher(table.substring(table.indexOf("names["), table.indexOf("};")));
        List<String> names = quoted.results().map(each -> each.group(1)).toList();
        assertEquals(CounterSlot.ROWS.stream().map(Beancounter::key).toList(), names);
    }

    @Test
    void theHeaderHasAsManySlotsAsTheMaps() throws IOException {
        assertTrue(
                Files.readString(HEADER)
                        .contains(
                                String.format(
                                        Locale.ROOT, "#define VES_MAX %d", CounterMaps.SLOTS)));
    }
}
