package org.vzgit.reconciler.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Numbers drafts: the most dangerous first, as far as what they wait for allows it.
///
/// A topological sort that always takes the most dangerous draft of those that nothing holds back.
/// What VEs contend for is a gate between all drafts that free it and all that take it, so that the
/// number of edges grows with the drafts and not with their square.
final class DraftOrder {
    private final List<Draft> drafts;
    private final List<Node> nodes = new ArrayList<>();
    private final Deque<Node> openGates = new ArrayDeque<>();
    private final PriorityQueue<Node> ready =
            new PriorityQueue<>(
                    Comparator.comparing((Node node) -> node.draft().risk())
                            .thenComparingInt(node -> node.place));
    private final List<Step> steps = new ArrayList<>();

    private DraftOrder(List<Draft> drafts) {
        this.drafts = drafts;
    }

    /// @param drafts in a deterministic order, which decides between equally dangerous ones; each
    ///   after those it waits for, as far as they are of the same VE
    static List<Step> number(List<Draft> drafts) {
        DraftOrder order = new DraftOrder(drafts);
        order.connect();
        order.take();
        return order.steps;
    }

    private void connect() {
        Map<Draft, Node> byDraft = new HashMap<>();
        Map<Contended, Node> gates = new HashMap<>();
        for (Draft draft : drafts) {
            Node node = new Node(List.of(draft), nodes.size());
            byDraft.put(draft, node);
            nodes.add(node);
            for (Contended freed : draft.frees()) {
                Node gate = gates.computeIfAbsent(freed, _ -> new Node(List.of(), 0));
                gate.waitFor(node);
            }
        }
        for (Node node : nodes) {
            node.draft().after().forEach(before -> node.waitFor(nodeOf(byDraft, before)));
            for (Contended taken : node.draft().takes()) {
                Node gate = gates.get(taken);
                if (gate != null) {
                    node.waitFor(gate);
                }
            }
        }
    }

    private void take() {
        for (Node node : nodes) {
            if (node.isReady()) {
                ready.add(node);
            }
        }
        while (!ready.isEmpty()) {
            number(ready.remove());
            while (!openGates.isEmpty()) {
                Node gate = openGates.remove();
                gate.ids = gate.idsBefore();
                release(gate);
            }
        }
        if (steps.size() != drafts.size()) {
            throw new IllegalStateException(
                    (drafts.size() - steps.size()) + " steps wait for each other");
        }
    }

    private void number(Node node) {
        Draft draft = node.draft();
        int id = steps.size() + 1;
        steps.add(
                new Step(
                        id,
                        draft.operation(),
                        node.idsBefore(),
                        draft.cause(),
                        draft.risk().disruption()));
        node.ids = StepIds.of(IntStream.of(id));
        release(node);
    }

    private void release(Node done) {
        for (Node follower : done.followers) {
            follower.unmet--;
            if (follower.isReady()) {
                (follower.isGate() ? openGates : ready).add(follower);
            }
        }
    }

    private static Node nodeOf(Map<Draft, Node> byDraft, Draft draft) {
        Node node = byDraft.get(draft);
        if (node == null) {
            throw new IllegalStateException("waits outside the plan: " + draft.operation());
        }
        return node;
    }

    /// A draft, or a gate when it has none.
    private static final class Node {
        private final List<Draft> draft;
        private final int place;
        private final List<Node> before = new ArrayList<>();
        private final List<Node> followers = new ArrayList<>();
        private StepIds ids = StepIds.NONE;
        private int unmet;

        Node(List<Draft> draft, int place) {
            this.draft = draft;
            this.place = place;
        }

        Draft draft() {
            return draft.getFirst();
        }

        boolean isGate() {
            return draft.isEmpty();
        }

        boolean isReady() {
            return unmet == 0;
        }

        void waitFor(Node other) {
            before.add(other);
            other.followers.add(this);
            unmet++;
        }

        StepIds idsBefore() {
            if (isGate()) {
                return StepIds.of(before.stream().flatMapToInt(Node::stream));
            }
            StepIds all = StepIds.NONE;
            for (Node node : before) {
                all = all.union(node.ids);
            }
            return all;
        }

        private IntStream stream() {
            return ids.stream().mapToInt(Integer::intValue);
        }
    }
}
