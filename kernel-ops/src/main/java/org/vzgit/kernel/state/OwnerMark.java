package org.vzgit.kernel.state;

import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeName;

/// Who a VE on this node belongs to: what no kernel object can hold. It lives with the private
/// area.
///
/// @param repository the desired state that made the VE; another one never touches it
/// @param name the VE's name when it was last applied
/// @param template what the private area was made from
/// @param applied the revision that was applied last
/// @param deletion what may happen when the document is gone. It counts here and not in the
///   document, because a removed document can no longer protect anything
public record OwnerMark(
        String repository,
        VeName name,
        TemplateRef template,
        Revision applied,
        DeletionPolicy deletion) {}
