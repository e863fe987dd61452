package org.vzgit.reconciler.cli;

import org.vzgit.reconciler.forge.ForgeLog;
import org.vzgit.reconciler.loop.LoopListener;

/// Says what an agent does and what it cannot tell others.
interface AgentVoice extends LoopListener, ForgeLog {}
