package org.vzgit.reconciler.cli;

import java.net.InetSocketAddress;
import org.vzgit.reconciler.forge.ForgeLog;
import org.vzgit.reconciler.loop.LoopListener;

/// Says what an agent does and what it cannot tell others.
interface AgentVoice extends LoopListener, ForgeLog {
    /// Others reach the agent there by HTTP.
    void listening(InetSocketAddress address);
}
