package org.vzgit.reconciler.loop;

import java.nio.file.Path;
import org.vzgit.kernel.Kernel;
import org.vzgit.reconciler.apply.Journal;

/// The node that a loop keeps as it should be.
///
/// @param statusFile what `status` reads, replaced after every pass
public record ManagedNode(
        Kernel kernel, DesiredFeed feed, Planning planning, Journal journal, Path statusFile) {}
