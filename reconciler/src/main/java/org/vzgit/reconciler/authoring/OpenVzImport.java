package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.DocumentKind;

/// OpenVZ's configuration files as documents: `NNN.conf` becomes a VE, `ve-NAME.conf-sample` a
/// Profile, `vz.conf` the Profile [#GLOBALS_PROFILE] under all VEs, because vzctl takes what
/// `NNN.conf` does not say from there.
public final class OpenVzImport {
    /// The profile that vz.conf becomes.
    static final String GLOBALS_PROFILE = "vz-conf";

    private static final Pattern CONTAINER = Pattern.compile("([0-9]{1,10})\\.conf");
    private static final Pattern SAMPLE = Pattern.compile("ve-(.+)\\.conf-sample");

    /// What makes a VE that VE; no profile can say it.
    private static final Set<VeField> OF_ONE_VE =
            EnumSet.of(
                    VeField.HOSTNAME,
                    VeField.DESCRIPTION,
                    VeField.ROOT,
                    VeField.PRIVATE,
                    VeField.LOCAL_UID,
                    VeField.LOCAL_GID,
                    VeField.NETWORK_ADDRESSES,
                    VeField.NETWORK_INTERFACES);

    /// @param node where the VEs belong
    /// @param templates which template stands for an OSTEMPLATE; one that is not here keeps its
    ///   name and gets a Template document, which somebody has to complete
    /// @param cpus of the node, which a CPULIMIT with a percent sign needs
    public record Settings(
            NodeName node,
            Map<String, TemplateName> templates,
            OptionalInt cpus,
            CarriedOut carried) {
        public Settings {
            templates = Map.copyOf(templates);
        }
    }

    private final Settings settings;
    private final ConfScripts scripts;
    private final DesiredStateReader reader = new DesiredStateReader();
    private final SortedMap<String, String> files = new TreeMap<>();
    private final List<Diagnostic> notes = new ArrayList<>();
    private Optional<String> defaultTemplate = Optional.empty();
    private boolean globals;

    private OpenVzImport(Settings settings, ConfScripts scripts) {
        this.settings = settings;
        this.scripts = scripts;
    }

    /// @param sources in any order
    public static AuthoredFiles of(List<ConfSource> sources, Settings settings) {
        OpenVzImport run = new OpenVzImport(settings, ConfScripts.of(sources));
        List<ConfSource> sorted =
                sources.stream().sorted(Comparator.comparing(ConfSource::path)).toList();
        sorted.stream().filter(s -> s.fileName().equals("vz.conf")).forEach(run::globals);
        sorted.stream().filter(s -> !s.fileName().equals("vz.conf")).forEach(run::file);
        run.node();
        run.notes.addAll(run.scripts.notes());
        return new AuthoredFiles(run.files, run.notes);
    }

    private void file(ConfSource source) {
        Matcher container = CONTAINER.matcher(source.fileName());
        Matcher sample = SAMPLE.matcher(source.fileName());
        ConfNotes told = new ConfNotes(source);
        if (container.matches()) {
            container(source, told, Long.parseLong(container.group(1)));
        } else if (sample.matches()) {
            profile(source, told, name(sample.group(1), "sample"));
        } else if (!ConfScripts.isScript(source)) {
            skip(told, "is no NNN.conf, ve-NAME.conf-sample or vz.conf");
        }
        notes.addAll(told.all());
    }

    private static void skip(ConfNotes told, String why) {
        told.add(DiagnosticCode.CONF_NOT_CARRIED, told.at(1, 1), 1, why);
    }

    private void globals(ConfSource source) {
        ConfNotes told = new ConfNotes(source);
        ConfFile file = ConfParser.parse(source, told);
        defaultTemplate = file.value("DEF_OSTEMPLATE");
        profile(file, told, GLOBALS_PROFILE);
        globals = true;
        notes.addAll(told.all());
    }

    private void profile(ConfSource source, ConfNotes told, String name) {
        profile(ConfParser.parse(source, told), told, name);
    }

    private void profile(ConfFile file, ConfNotes told, String name) {
        DraftDocument draft = new DraftDocument(DocumentKind.PROFILE, name);
        new ConfVe(draft, told, settings.cpus().isPresent())
                .fill(file, EnumSet.complementOf(EnumSet.copyOf(OF_ONE_VE)));
        new Sieve(reader, settings.carried(), file, told).clean(draft);
        add("profiles/" + name, draft.text(), told);
    }

    private void container(ConfSource source, ConfNotes told, long number) {
        if (number < VeId.MIN || number > VeId.MAX) {
            skip(told, "veid " + number + " is none of a VE: OpenVZ keeps 0 to 100 for itself");
            return;
        }
        ConfFile file = ConfParser.parse(source, told);
        DraftDocument draft = new DraftDocument(DocumentKind.VE, veName(file, number));
        draft.put(VeField.VEID, Long.toString(number));
        draft.put(VeField.NODE, Yaml.text(settings.node().value()));
        draft.put(VeField.TEMPLATE, Yaml.text(template(file, told)));
        if (globals) {
            draft.put(VeField.PROFILES, Yaml.list(List.of(GLOBALS_PROFILE)));
        }
        file.value("ORIGIN_SAMPLE").ifPresent(sample -> draft.label("origin-sample", sample));
        new ConfVe(draft, told, settings.cpus().isPresent())
                .fill(file, EnumSet.allOf(VeField.class));
        new Sieve(reader, settings.carried(), file, told).clean(draft);
        // Behind the sieve, which reads the document alone and would miss the files.
        files.putAll(scripts.take(number, draft));
        add("ve/" + draft.name(), draft.text(), told);
    }

    /// A name that vzctl knew, the host name, or one made of the number.
    private String veName(ConfFile file, long number) {
        String wanted = file.value("NAME").or(() -> file.value("HOSTNAME")).orElse("ve" + number);
        String name = name(wanted, "ve" + number);
        return files.containsKey("ve/" + name + ".yaml")
                ? name(name + "-" + number, "ve" + number)
                : name;
    }

    private static String name(String wanted, String otherwise) {
        String name = wanted.strip().replace(' ', '-');
        return VeName.SYNTAX.matcher(name).matches() ? name : otherwise;
    }

    private String template(ConfFile file, ConfNotes told) {
        Optional<String> written = file.value("OSTEMPLATE").or(() -> defaultTemplate);
        if (written.isEmpty() || written.get().isBlank()) {
            skip(told, "names no OSTEMPLATE; the VE got " + TemplateSpec.BUSYBOX);
            return TemplateSpec.BUSYBOX.value();
        }
        TemplateName known = settings.templates().get(written.get());
        return known == null ? document(written.get(), file, told) : known.value();
    }

    private String document(String template, ConfFile file, ConfNotes told) {
        String name = name(template, "unknown");
        if (!files.containsKey("templates/" + name + ".yaml")) {
            add(
                    "templates/" + name,
                    """
                    # yaml-language-server: $schema=../schemas/template.v1.schema.json
                    # An OS template of OpenVZ. Say here where its files come from.
                    apiVersion: vzgit/v1
                    kind: Template
                    metadata:
                      name: %s
                    spec:
                      source: %s
                    """
                            .formatted(Yaml.text(name), Yaml.text("openvz:" + template)),
                    told);
            note(
                    told,
                    file,
                    "templates/" + name + ".yaml must say where " + template + " comes from");
        }
        return name;
    }

    /// At the line with OSTEMPLATE, if it is this file that has one.
    private static void note(ConfNotes told, ConfFile file, String what) {
        Optional<ConfLine> line =
                file.lines().stream().filter(l -> l.name().equals("OSTEMPLATE")).findFirst();
        told.add(
                DiagnosticCode.CONF_NOT_CARRIED,
                line.map(ConfLine::origin).orElse(told.at(1, 1)),
                line.map(l -> l.name().length()).orElse(1),
                what);
    }

    private void node() {
        String name = settings.node().value();
        files.put(
                "nodes/" + name + ".yaml",
                """
                # yaml-language-server: $schema=../schemas/node.v1.schema.json
                apiVersion: vzgit/v1
                kind: Node
                metadata:
                  name: %s
                spec: %s
                """
                        .formatted(
                                Yaml.text(name),
                                settings.cpus().isPresent()
                                        ? "{capacity: {cpus: " + settings.cpus().getAsInt() + "}}"
                                        : "{}"));
    }

    private void add(String path, String text, ConfNotes told) {
        if (files.putIfAbsent(path + ".yaml", text) != null) {
            skip(told, "would be " + path + ".yaml, which another file is already");
        }
    }
}
