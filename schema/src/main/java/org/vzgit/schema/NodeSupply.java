package org.vzgit.schema;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a node has for its VEs.
///
/// @param addressPools the ranges from which addresses of its VEs must come; empty means any
/// @param diskLayout what private areas of new VEs are made of
public record NodeSupply(
        UidRange uidRange,
        Capacity capacity,
        List<AddressPool> addressPools,
        DiskLayout diskLayout) {
    public NodeSupply {
        addressPools = List.copyOf(addressPools);
    }

    /// Only user ids, nothing else written down.
    public static NodeSupply of(UidRange uidRange) {
        return new NodeSupply(uidRange, Capacity.UNKNOWN, List.of(), DiskLayout.AUTO);
    }

    /// Whether a VE on the node may have this address.
    public boolean allows(IpAddress address) {
        return addressPools.isEmpty()
                || addressPools.stream().anyMatch(pool -> pool.contains(address));
    }

    /// How much a node has to give, as people write it down. What is empty is unknown, not zero.
    ///
    /// @param cpus CPUs, at least 1; a `cpu.limit` written as a share of the node needs it
    /// @param amounts what VEs share besides whole CPUs
    /// @param overcommit how much more than this the node may promise
    public record Capacity(OptionalInt cpus, Map<Kind, Long> amounts, Overcommit overcommit) {
        /// A countable part of a node.
        public enum Kind {
            /// RAM, in bytes.
            MEMORY,
            /// Swap space, in bytes; 0 is a node without swap.
            SWAP,
            /// Disk space for private areas, in bytes.
            DISK,
            /// Processes and threads that the node bears.
            PROCESSES,
            /// CPU power in `cpuunits` (vzcpucheck(8): bogomips of all CPUs times 25).
            CPU_UNITS
        }

        public static final Capacity UNKNOWN =
                new Capacity(OptionalInt.empty(), Map.of(), Overcommit.GUIDANCE);

        public Capacity {
            if (cpus.isPresent() && (cpus.getAsInt() < 1 || cpus.getAsInt() > CpuSet.CPUS_MAX)) {
                throw new IllegalArgumentException(
                        "number of CPUs " + cpus.getAsInt() + " is outside 1.." + CpuSet.CPUS_MAX);
            }
            if (amounts.values().stream().anyMatch(value -> value < 0)) {
                throw new IllegalArgumentException("negative capacity: " + amounts);
            }
            amounts = Collections.unmodifiableMap(new TreeMap<>(amounts));
        }

        public Optional<Bytes> memory() {
            return Optional.ofNullable(amounts.get(Kind.MEMORY)).map(Bytes::new);
        }

        public Optional<Bytes> disk() {
            return Optional.ofNullable(amounts.get(Kind.DISK)).map(Bytes::new);
        }

        /// How much there is of a kind; empty when nobody wrote it down.
        public OptionalLong of(Kind kind) {
            Long value = amounts.get(kind);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    /// A range of addresses from which the VEs of a node take theirs, in prefix notation:
    /// `10.101.0.0/16`, `fd00:101::/64`.
    ///
    /// @param network the first address of the range: all bits behind the prefix are 0
    /// @param prefix how many leading bits all addresses of the range share
    public record AddressPool(IpAddress network, int prefix) {
        /// Integer.parseInt would also take a sign and the digits of other scripts.
        private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

        public AddressPool {
            if (prefix < 0 || prefix > network.prefixLength()) {
                throw new IllegalArgumentException(
                        "prefix length " + prefix + " is outside 0.." + network.prefixLength());
            }
            byte[] bytes = network.bytes();
            if (!sameBits(bytes, new byte[bytes.length], prefix, network.prefixLength())) {
                throw new IllegalArgumentException(
                        network + "/" + prefix + " has bits behind its prefix");
            }
        }

        /// Reads `address/prefix`.
        ///
        /// @throws IllegalArgumentException if the text is no such range
        public static AddressPool parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("no prefix length: " + text);
            }
            String prefix = text.substring(slash + 1);
            if (!PREFIX.matcher(prefix).matches()) {
                throw new IllegalArgumentException("not a prefix length: " + text);
            }
            return new AddressPool(
                    IpAddress.parse(text.substring(0, slash)), Integer.parseInt(prefix));
        }

        public boolean contains(IpAddress address) {
            return address.isV6() == network.isV6()
                    && sameBits(address.bytes(), network.bytes(), 0, prefix);
        }

        @Override
        public String toString() {
            return network + "/" + prefix;
        }

        private static boolean sameBits(byte[] one, byte[] other, int from, int to) {
            for (int bit = from; bit < to; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if ((one[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
