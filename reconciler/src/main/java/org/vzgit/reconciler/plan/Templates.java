package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.TemplateChoice;
import org.vzgit.schema.VeSpec;

/// The template versions that VEs need, each built once.
final class Templates {
    private final ObservedNode live;
    private final Map<String, Draft> builds = new TreeMap<>();

    Templates(ObservedNode live) {
        this.live = live;
    }

    /// The version that a new VE begins as; empty when the node does not know the template.
    Optional<TemplateRef> versionForNew(VeSpec spec) {
        return versionForNew(spec, live);
    }

    static Optional<TemplateRef> versionForNew(VeSpec spec, ObservedNode live) {
        TemplateChoice choice = spec.templateChoice();
        return choice.version()
                .map(version -> new TemplateRef(choice.name(), version.value()))
                .or(() -> Optional.ofNullable(live.available().get(choice.name())));
    }

    /// Is in the cache or can be made. An older version cannot be made again: its source has moved
    /// on.
    boolean isObtainable(TemplateRef template) {
        return isCached(template) || template.equals(live.available().get(template.name()));
    }

    /// The step that a user of the template waits for; none when the version is in the cache.
    List<Draft> building(TemplateRef template, Risk risk) {
        if (isCached(template)) {
            return List.of();
        }
        Draft build =
                builds.computeIfAbsent(
                        template.text(),
                        text ->
                                new Draft(
                                        new BuildTemplate(template),
                                        new Cause("template", "", text, Optional.empty()),
                                        risk,
                                        List.of()));
        build.neededFor(risk);
        return List.of(build);
    }

    private boolean isCached(TemplateRef template) {
        return live.templates().contains(template.text());
    }
}
