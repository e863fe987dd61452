package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vzgit.schema.DebRepository;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.RpmRepository;
import org.vzgit.schema.TemplateSpec.Source;

/// Reads what is to be installed from where, and whose signatures count.
final class PackageSource {
    private static final String MIRROR_DEFAULT = "https://deb.debian.org/debian";

    /// Where rpm has it unless a distribution says otherwise; Fedora has moved it to
    /// `/usr/lib/sysimage/rpm`.
    private static final String DATABASE_DEFAULT = "/var/lib/rpm";

    private final Document document;
    private final Findings findings;

    PackageSource(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    Source deb() {
        List<Optional<DebRepository>> repositories = new ArrayList<>();
        // Debian's own keys are on every Debian.
        repositories.add(debRepository("/spec/deb", Optional.of(new PackageTrust.OfNode())));
        each("/spec/deb/repositories")
                .forEach(at -> repositories.add(debRepository(at, Optional.empty())));
        return allOf(repositories)
                .<Source>map(
                        all -> new Source.Deb(all, architecture(), words("/spec/deb/packages")))
                .orElseGet(Source.NotYet::new);
    }

    Source rpm() {
        List<Optional<RpmRepository>> repositories =
                each("/spec/rpm/repositories").stream().map(this::rpmRepository).toList();
        return allOf(repositories)
                .<Source>map(all ->
                        new Source.Rpm(
                                all,
                                text("/spec/rpm/release", ""),
                                architecture(),
                                text("/spec/rpm/database", DATABASE_DEFAULT),
                                words("/spec/rpm/packages")))
                .orElseGet(Source.NotYet::new);
    }

    private Optional<DebRepository> debRepository(String at, Optional<PackageTrust> unsaid) {
        List<String> components = words(at + "/components");
        return trust(at, unsaid)
                .map(trust ->
                        new DebRepository(
                                text(at + "/mirror", MIRROR_DEFAULT),
                                text(at + "/suite", ""),
                                components.isEmpty() ? List.of("main") : components,
                                trust));
    }

    private Optional<RpmRepository> rpmRepository(String at) {
        return trust(at, Optional.empty())
                .map(trust ->
                        new RpmRepository(text(at + "/name", ""), text(at + "/url", ""), trust));
    }

    /// Nothing, and an error, where it does not say whom to trust: that nobody checks what becomes
    /// root in every VE has to be asked for.
    private Optional<PackageTrust> trust(String at, Optional<PackageTrust> unsaid) {
        List<String> keys = words(at + "/keys");
        boolean unsigned = document.json(at + "/unsigned").asBoolean(false);
        if (unsigned && !keys.isEmpty()) {
            findings.add(
                    DiagnosticCode.BAD_VALUE,
                    document.span(at + "/unsigned"),
                    "unsigned: true beside keys: only one of them can be meant");
            return Optional.empty();
        }
        if (unsigned) {
            return Optional.of(new PackageTrust.Unsigned());
        }
        if (keys.isEmpty() && unsaid.isEmpty()) {
            findings.add(
                    DiagnosticCode.MISSING_FIELD,
                    document.span(at),
                    "a repository without signing keys",
                    "add keys, or unsigned: true to take whatever it has");
        }
        return keys.isEmpty() ? unsaid : Optional.of(new PackageTrust.Keys(keys));
    }

    private static <T> Optional<List<T>> allOf(List<Optional<T>> parts) {
        List<T> all = parts.stream().flatMap(Optional::stream).toList();
        return all.size() == parts.size() ? Optional.of(all) : Optional.empty();
    }

    private List<String> each(String pointer) {
        return IntStream.range(0, document.json(pointer).size())
                .mapToObj(i -> pointer + "/" + i)
                .toList();
    }

    private String architecture() {
        return text("/spec/architecture", "");
    }

    private String text(String pointer, String unsaid) {
        return document.text(pointer).orElse(unsaid);
    }

    private List<String> words(String pointer) {
        return document.json(pointer).valueStream().map(word -> word.asString("")).toList();
    }
}
