package org.vzgit.kernel.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vzgit.kernel.state.Resolver;

/// The text of resolv.conf(5), both ways. Reading what was written gives the same resolver.
final class ResolvConf {
    private ResolvConf() {}

    /// One `search` line, if there are domains, and one `nameserver` line each. Nothing else, so
    /// that options which someone wrote by hand do not survive a change of the document.
    public static String format(Resolver resolver) {
        StringBuilder text = new StringBuilder();
        if (!resolver.searchDomains().isEmpty()) {
            text.append("search ").append(String.join(" ", resolver.searchDomains())).append('\n');
        }
        resolver.nameservers()
                .forEach(server -> text.append("nameserver ").append(server).append('\n'));
        return text.toString();
    }

    /// As the C library reads it: of several `search` or `domain` lines the last one counts,
    /// comment lines and unknown words do not.
    public static Resolver parse(String text) {
        List<String> nameservers = new ArrayList<>();
        List<String> search = List.of();
        for (String line : text.split("\n")) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            switch (words.getFirst()) {
                case "nameserver" -> words.stream().skip(1).limit(1).forEach(nameservers::add);
                case "search", "domain" -> search = words.subList(1, words.size());
                default -> {}
            }
        }
        return new Resolver(nameservers, search);
    }
}
