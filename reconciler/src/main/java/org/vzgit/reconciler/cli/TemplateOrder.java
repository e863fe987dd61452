package org.vzgit.reconciler.cli;

import java.util.Optional;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.template.SourceVe;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// What to build, from documents and the command line.
final class TemplateOrder {
    private static final Origin COMMAND_LINE = new Origin("command line", 1, 1);
    private static final String INIT = "/sbin/init";

    private TemplateOrder() {}

    /// The template that a document describes.
    static TemplateSpec documented(String wanted, DesiredState desired) throws CommandFailure {
        TemplateSpec spec =
                desired.templates().values().stream()
                        .filter(one -> one.name().value().equals(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.INVALID_INPUT,
                                        "no document describes template " + wanted));
        if (!spec.isBuiltByHand()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "template " + wanted + " needs no building, or its source is not supported");
        }
        return spec;
    }

    /// One from a VE of the node, with no document.
    static TemplateSpec fromVe(String wanted, String ve) throws CommandFailure {
        try {
            return new TemplateSpec(
                    name(wanted), new Source.StoppedVe(new VeName(ve)), INIT, COMMAND_LINE);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /// One from a tar file of the node.
    static TemplateSpec fromFile(String wanted, String file, String sha256) throws CommandFailure {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new CommandFailure(
                    ExitCode.USAGE, sha256 + " is not a SHA-256; sha256sum FILE writes one");
        }
        return new TemplateSpec(name(wanted), new Source.Archive(file, sha256), INIT, COMMAND_LINE);
    }

    private static TemplateName name(String wanted) throws CommandFailure {
        try {
            TemplateName name = new TemplateName(wanted);
            if (!name.equals(TemplateSpec.BUSYBOX)) {
                return name;
            }
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
        throw new CommandFailure(
                ExitCode.REFUSED, "template " + wanted + " is built in; choose another name");
    }

    /// The VE that a template is made from, which has to be there and stopped: a copy of files that
    /// change is of no moment.
    static Optional<SourceVe> source(TemplateSpec spec, ObservedNode live) throws CommandFailure {
        if (!(spec.source() instanceof Source.StoppedVe(VeName name))) {
            return Optional.empty();
        }
        VeId veid = VeArgument.find(name.value(), live);
        ObservedVe ve = live.ve(veid);
        if (!(ve.init() instanceof Reading.Absent<ObservedInit>)) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "VE "
                            + veid
                            + " is not stopped, and templates are made from stopped VEs; write"
                            + " state: stopped for it until the template is there");
        }
        TemplateRef standsOn =
                LiveMark.of(ve)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "nobody knows what VE "
                                                + veid
                                                + " stands on: its mark is unreadable"))
                        .template();
        return Optional.of(new SourceVe(veid, standsOn));
    }
}
