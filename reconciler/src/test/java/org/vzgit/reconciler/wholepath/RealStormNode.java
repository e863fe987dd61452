package org.vzgit.reconciler.wholepath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.loop.StormNode;
import org.vzgit.schema.VeId;

/// This machine in a storm. Its methods are called on the node's thread.
final class RealStormNode implements StormNode {
    private final RealNode node;
    private final Map<String, Integer> hits = new TreeMap<>();

    RealStormNode(RealNode node) {
        this.node = node;
    }

    /// How often each of the four things happened to something that was there.
    Map<String, Integer> hits() {
        return Map.copyOf(hits);
    }

    @Override
    public Kernel restart() {
        hit("restart");
        return node.reopened();
    }

    @Override
    public void killInit(VeId veid) throws IOException {
        ObservedVe ve = node.kernel().observe().ve(veid);
        for (ObservedInit init : ve.init().toOptional().stream().toList()) {
            attempt("killed init", "kill -9 " + init.pid());
        }
    }

    @Override
    public void setNumproc(VeId veid, int limit) throws IOException {
        Path file = new CgroupFiles(node.home, veid).path("pids", "pids.max");
        if (Files.exists(file)) {
            Files.writeString(file, Integer.toString(limit));
            hit("changed limit");
        }
    }

    @Override
    public void deleteLink(VeId veid) throws IOException {
        attempt("deleted link", "ip link delete ve" + veid);
    }

    /// Fails where there is nothing to hit: what was just killed takes its link with it some time
    /// later.
    private void attempt(String what, String script) throws IOException {
        try {
            if (!node.thread.run("sh", "-c", script + " 2>&1 || true; echo").isBlank()) {
                return;
            }
        } catch (InterruptedException e) {
            throw new IOException(script, e);
        }
        hit(what);
    }

    private void hit(String what) {
        hits.merge(what, 1, Integer::sum);
    }
}
