package org.vzgit.kernel.op;

import org.vzgit.kernel.state.TemplateRef;

/// Makes one version of a template in the template cache. Atomic: the version is there whole or not
/// at all. Does nothing when it is there.
public record BuildTemplate(TemplateRef template) implements Operation {}
