package org.vzgit.kernel.template;

import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// The VE that a template is made from. The caller has checked that it is stopped, and holds the
/// node so that it stays so.
///
/// @param template what it stands on
public record SourceVe(VeId veid, TemplateRef template) {}
