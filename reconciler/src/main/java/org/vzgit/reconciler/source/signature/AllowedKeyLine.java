package org.vzgit.reconciler.source.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one line: `principals [option,option…] keytype base64 [comment]`.
///
/// A line that is none is an error and is not passed over: it may be the one that was meant to keep
/// somebody out.
final class AllowedKeyLine {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?<principals>\"[^\"]+\"|[^\\s\"]+)\\s+"
                            + "(?:(?<options>(?:[A-Za-z-]+(?:=\"[^\"]*\")?,?)+)\\s+)??"
                            + "(?<type>(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+)\\s+"
                            + "(?<key>[A-Za-z0-9+/]+=*)(?:\\s.*)?");

    private static final Pattern OPTION =
            Pattern.compile("(?<name>[A-Za-z-]+)(?:=\"(?<value>[^\"]*)\")?(?:,|$)");

    /// `YYYYMMDD`, or with `HHMM` or `HHMMSS` behind it; `Z` means UTC, else local time.
    private static final Pattern TIME =
            Pattern.compile("(?<day>\\d{8})(?<time>(?:\\d{4}(?:\\d{2})?)?)(?<utc>Z?)");

    private final ZoneId local;
    private List<String> namespaces = List.of();
    private boolean authority;
    private Instant after = Instant.MIN;
    private Instant before = Instant.MAX;

    private AllowedKeyLine(ZoneId local) {
        this.local = local;
    }

    /// @param local where times without `Z` are meant
    /// @throws IllegalArgumentException with what is wrong
    static AllowedKey parse(String text, ZoneId local) {
        Matcher line = LINE.matcher(text.strip());
        if (!line.matches()) {
            throw new IllegalArgumentException("not `principals [options] keytype key`");
        }
        AllowedKeyLine read = new AllowedKeyLine(local);
        String options = line.group("options");
        if (options != null) {
            read.options(options);
        }
        return new AllowedKey(
                List.of(line.group("principals").replace("\"", "").split(",")),
                read.authority,
                read.namespaces,
                read.after,
                read.before,
                line.group("type") + " " + line.group("key"));
    }

    private void options(String text) {
        Matcher option = OPTION.matcher(text);
        List<String> seen = new ArrayList<>();
        int at = 0;
        while (at < text.length() && option.find(at) && option.start() == at) {
            String name = option.group("name").toLowerCase(Locale.ROOT);
            if (seen.contains(name)) {
                throw new IllegalArgumentException("option " + name + " is given twice");
            }
            seen.add(name);
            set(name, option.group("value") == null ? "" : option.group("value"));
            at = option.end();
        }
        if (at < text.length()) {
            throw new IllegalArgumentException("options end at: " + text.substring(at));
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "cert-authority" -> authority = true;
            case "namespaces" -> namespaces = List.of(value.split(","));
            case "valid-after" -> after = time(value);
            case "valid-before" -> before = time(value);
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
    }

    private Instant time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no time YYYYMMDD[HHMM[SS]][Z]: " + text);
        }
        try {
            LocalDate day = LocalDate.parse(parts.group("day"), DateTimeFormatter.BASIC_ISO_DATE);
            String time = (parts.group("time") + "000000").substring(0, 6);
            LocalDateTime moment =
                    day.atTime(
                            Integer.parseInt(time.substring(0, 2)),
                            Integer.parseInt(time.substring(2, 4)),
                            Integer.parseInt(time.substring(4)));
            return moment.atZone(parts.group("utc").isEmpty() ? local : ZoneOffset.UTC).toInstant();
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("no such time: " + text, wrong);
        }
    }
}
