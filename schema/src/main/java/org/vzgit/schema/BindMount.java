package org.vzgit.schema;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A directory of the node that a VE sees.
///
/// @param source on the node; absolute, without links on the way
/// @param target inside the VE; absolute
public record BindMount(String source, String target, Set<Option> options) {
    /// Linux's PATH_MAX without the end mark.
    public static final int PATH_MAX = 4095;

    /// Nothing of a VE may be hidden by what would take its kernel's view, its devices or all of
    /// its files away; and of the node these would give away the kernel's.
    private static final List<String> KERNELS = List.of("/proc", "/sys", "/dev");

    /// What the VE may not do with the directory.
    public enum Option {
        RO,
        NOSUID,
        NODEV,
        NOEXEC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BindMount {
        options =
                options.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(options));
        check("source", source);
        check("target", target);
    }

    /// Reads `source:target[,option…]`.
    ///
    /// @throws IllegalArgumentException with one sentence for people
    public static BindMount parse(String text) {
        String[] words = text.split(",", -1);
        int colon = words[0].indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "names no directory of the node; write source:target");
        }
        EnumSet<Option> options = EnumSet.noneOf(Option.class);
        for (int i = 1; i < words.length; i++) {
            options.add(option(words[i]));
        }
        return new BindMount(words[0].substring(0, colon), words[0].substring(colon + 1), options);
    }

    /// As it is written, options in their order.
    public String text() {
        return source
                + ":"
                + target
                + options.stream().map(option -> "," + option.word()).collect(Collectors.joining());
    }

    private static Option option(String word) {
        for (Option option : Option.values()) {
            if (option.word().equals(word)) {
                return option;
            }
        }
        TreeSet<String> known = new TreeSet<>();
        for (Option option : Option.values()) {
            known.add(option.word());
        }
        throw new IllegalArgumentException(
                "option " + word + " is not one of " + String.join(", ", known));
    }

    private static void check(String part, String path) {
        if (path.length() > PATH_MAX || path.length() < 2 || !path.startsWith("/")) {
            throw new IllegalArgumentException(
                    part + " " + path + " is not an absolute path below /");
        }
        if (path.chars().anyMatch(c -> Character.isISOControl(c) || c == ':' || c == ',')) {
            throw new IllegalArgumentException(
                    part + " has a control character, a comma or a colon");
        }
        for (String name : path.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        part + " " + path + " has an empty part, . or ..");
            }
        }
        for (String kernel : KERNELS) {
            if (path.equals(kernel) || path.startsWith(kernel + "/")) {
                throw new IllegalArgumentException(part + " " + path + " is the kernel's");
            }
        }
    }
}
