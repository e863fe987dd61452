package org.vzgit.reconciler.apply;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The written form of an entry: one flat JSON object in one line, so that grep and jq work on it.
final class JournalLine {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JournalLine() {}

    /// Without the end of the line.
    static String format(JournalEntry entry) {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", entry.time().toString());
        line.put("run", entry.run().id());
        line.put("step", entry.target().step());
        line.put("operation", entry.target().operation());
        line.put("veid", entry.target().veid());
        line.put("name", entry.target().name());
        line.put("field", entry.wanted().field());
        line.put("from", entry.wanted().from());
        line.put("to", entry.wanted().to());
        line.put("origin", entry.wanted().origin());
        line.put("commit", entry.run().commit());
        line.put("author", entry.run().author());
        line.put("micros", entry.result().micros());
        line.put("result", entry.result().status());
        line.put("detail", entry.result().detail());
        return JSON.writeValueAsString(line);
    }

    /// Empty for what is not an entry: the end of a file that was torn by a crash.
    static Optional<JournalEntry> parse(String text) {
        try {
            JsonNode line = JSON.readTree(text);
            return line.isObject() && line.has("result")
                    ? Optional.of(entry(line))
                    : Optional.empty();
        } catch (JacksonException | DateTimeException torn) {
            return Optional.empty();
        }
    }

    private static JournalEntry entry(JsonNode line) {
        return new JournalEntry(
                Instant.parse(text(line, "time")),
                new JournalEntry.Run(text(line, "run"), text(line, "commit"), text(line, "author")),
                new JournalEntry.Target(
                        line.path("step").asInt(0),
                        text(line, "operation"),
                        line.path("veid").asInt(0),
                        text(line, "name")),
                new JournalEntry.Wanted(
                        text(line, "field"),
                        text(line, "from"),
                        text(line, "to"),
                        text(line, "origin")),
                new JournalEntry.Result(
                        text(line, "result"), text(line, "detail"), line.path("micros").asLong(0)));
    }

    private static String text(JsonNode line, String field) {
        return line.path(field).asString("");
    }
}
