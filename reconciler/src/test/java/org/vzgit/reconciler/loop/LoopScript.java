package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Runs a script of `src/test/cases-loop`: what people, kernels and time do to a node, and what the
/// loop is expected to have made of it. One verb a line; `#` begins a comment.
final class LoopScript {
    private final TestClock clock = new TestClock();
    private final LoopWorld world;
    private UnrulyKernel kernel;
    private ReconcileLoop loop;
    private String line = "";

    LoopScript(Path directory) throws IOException {
        world =
                new LoopWorld(
                        directory,
                        clock,
                        real -> {
                            kernel = new UnrulyKernel(real);
                            return kernel;
                        });
        kernel = (UnrulyKernel) world.node.kernel();
        loop = world.loop();
    }

    void run(Path script) throws Exception {
        int number = 0;
        for (String text : Files.readAllLines(script)) {
            number++;
            line = script.getFileName() + ":" + number + ": " + text;
            String code = text.replaceAll("(^|\\s)#.*", "").strip();
            if (!code.isEmpty()) {
                List<String> words = Arrays.asList(code.split("\\s+"));
                if (words.getFirst().equals("expect")) {
                    expect(words.subList(1, words.size()));
                } else {
                    happen(words, code);
                }
            }
        }
        assertTrue(number > 0, "an empty script");
    }

    private void happen(List<String> words, String code) throws Exception {
        switch (words.getFirst()) {
            case "node" ->
                    world.write(
                            "node.yaml",
                            "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn1}\nspec: {"
                                    + rest(code, 1)
                                    + "}\n");
            case "ve" -> world.ve(number(words, 1), rest(code, 2).replace("; ", "\n"));
            case "break" -> world.ve(number(words, 1), "beancounters: {numproc: many}");
            case "remove" -> Files.delete(world.directory.resolve("ve" + words.get(1) + ".yaml"));
            case "kill" -> world.kernel.mishaps().killInit(veid(words, 1));
            case "drift" -> drift(words);
            case "fail" ->
                    kernel.fail(veid(words, 1), Errno.valueOf(words.get(2)), number(words, 3));
            case "suspend" -> suspend(words);
            case "resume" -> holds().update(clock.instant(), all -> all.resume(veid(words, 1)));
            case "time" -> clock.pass(time(words.get(1)));
            case "cancel" -> loop.cancel();
            case "sync" -> loop.sync();
            case "restart" -> {
                world.kernel.crash();
                loop = world.loop();
            }
            case "source" -> source(words.get(1));
            case "pass" -> {
                for (int i = 0; i < (words.size() > 1 ? number(words, 1) : 1); i++) {
                    loop.turn(NodeEvents.NONE);
                }
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    /// As somebody does it by hand: the kernel tells who.
    private void drift(List<String> words) {
        long value = number(words, 3);
        world.kernel
                .mishaps()
                .setLimit(
                        veid(words, 1),
                        Resource.valueOf(words.get(2).toUpperCase(java.util.Locale.ROOT)),
                        Limit.of(new Count(value)));
        if (words.size() > 4) {
            loop.heard(
                    List.of(
                            new NodeHint.Written(
                                    veid(words, 1),
                                    "pids.max",
                                    new NodeHint.Writer(4711, words.get(4)))));
        }
    }

    private void suspend(List<String> words) throws IOException {
        Hold hold =
                new Hold(
                        "alice", "test", clock.instant(), clock.instant().plus(time(words.get(2))));
        holds().update(clock.instant(), all -> all.suspend(veid(words, 1), hold));
    }

    private void source(String how) throws IOException {
        Path hidden = world.directory.resolveSibling("hidden");
        if (how.equals("down")) {
            Files.move(world.directory, hidden);
        } else {
            Files.move(hidden, world.directory);
        }
    }

    private HoldFile holds() {
        return world.node.files().holds();
    }

    private void expect(List<String> words) {
        boolean not = words.getFirst().equals("not");
        List<String> rest = not ? words.subList(1, words.size()) : words;
        switch (rest.getFirst()) {
            case "running" -> assertEquals(!not, live(rest).init().toOptional().isPresent(), line);
            case "area" ->
                    assertEquals(!not, live(rest).privateArea().toOptional().isPresent(), line);
            case "numproc" -> assertEquals(rest.get(2), numproc(live(rest)), line);
            case "blocked" -> assertEquals(!not, isBlocked(rest), line + "\n" + details());
            case "waits" ->
                    assertEquals(!not, loop.view().waiting().containsKey(veid(rest, 1)), line);
            case "tried" -> tried(rest);
            case "heard" ->
                    assertEquals(
                            !not,
                            world.heard.stream()
                                    .anyMatch(said -> said.contains(String.join(" ", tail(rest)))),
                            line + "\n" + world.heard);
            case "detail" ->
                    assertEquals(!not, details().contains(String.join(" ", tail(rest))), details());
            default -> throw new IllegalArgumentException(line);
        }
    }

    /// Since the last time that this was asked: `tried 0`, or `tried 1 VEID`.
    private void tried(List<String> words) {
        List<Operation> tried = kernel.tried();
        Optional<Integer> veid =
                words.size() > 2 ? Optional.of(number(words, 2)) : Optional.empty();
        long count =
                tried.stream()
                        .filter(one ->
                                veid.filter(wanted -> UnrulyKernel.veOf(one) != wanted).isEmpty())
                        .count();
        assertEquals(number(words, 1), count, line + "\n" + tried);
    }

    private boolean isBlocked(List<String> words) {
        return last().remaining().blocked().stream()
                .filter(item -> item.veid().equals(veid(words, 1)))
                .anyMatch(item ->
                        words.size() < 3 || item.reason().name().equalsIgnoreCase(words.get(2)));
    }

    private String details() {
        StringBuilder all = new StringBuilder();
        last().remaining().blocked().forEach(item -> all.append(item.detail()).append('\n'));
        return all.toString();
    }

    private PassResult last() {
        return loop.view().last().orElseThrow().result();
    }

    private ObservedVe live(List<String> words) {
        return world.kernel.observe().ve(veid(words, 1));
    }

    private static String numproc(ObservedVe live) {
        return live.cgroup()
                .toOptional()
                .flatMap(cgroup -> Optional.ofNullable(cgroup.usages().get(Resource.NUMPROC)))
                .flatMap(usage -> usage.limit().toOptional())
                .map(Limit::text)
                .orElse("-");
    }

    private static List<String> tail(List<String> words) {
        return words.subList(1, words.size());
    }

    private static String rest(String code, int words) {
        String[] parts = code.split("\\s+", words + 1);
        return parts.length > words ? parts[words] : "";
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    private static VeId veid(List<String> words, int index) {
        return new VeId(number(words, index));
    }

    /// `10s`, `5m`, `2h`.
    private static Duration time(String text) {
        return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
}
