package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Severity;

/// What people are told of each field that has a value it does not take: which rule, where, how
/// long the underlined text is, the message and the hint, in the words that they see.
///
/// A case is the written field, with `\n` between two, and below it the errors that it gets; a case
/// with nothing below it is legal.
final class FieldMessagesTest {
    private static final String VE =
            """
            state: runing
              BAD_VALUE 8:10+6 state "runing" is not one of running, stopped, suspended [did you mean "running"?]
            state: 1
              BAD_VALUE 8:10+1 state "1" is not one of running, stopped, suspended
            state: ""
              BAD_VALUE 8:10+2 state "" is not one of running, stopped, suspended
            deletion: keep
              BAD_VALUE 8:13+4 deletion "keep" is not one of retain, destroy
            deletion: retian
              BAD_VALUE 8:13+6 deletion "retian" is not one of retain, destroy [did you mean "retain"?]
            hostname: -web
              BAD_VALUE 8:13+4 hostname "-web" does not have the right form [for example web1.example.org]
            hostname: "a b"
              BAD_VALUE 8:13+5 hostname "a b" does not have the right form [for example web1.example.org]
            hostname: ""
              OUT_OF_RANGE 8:13+2 hostname is shorter than 1 characters [for example web1.example.org]
              BAD_VALUE 8:13+2 hostname "" does not have the right form [for example web1.example.org]
            hostname: a..b
              BAD_VALUE 8:13+4 hostname "a..b" does not have the right form [for example web1.example.org]
            hostname: 5
              WRONG_TYPE 8:13+1 hostname wants text, not a number [for example web1.example.org]
            hostname: [a]
              WRONG_TYPE 8:13+3 hostname wants text, not a list [for example web1.example.org]
            description: 5
              WRONG_TYPE 8:16+1 description wants text, not a number [for example front end of the shop]
            wave: -1
              OUT_OF_RANGE 8:9+2 wave "-1" is below 0
            wave: 100
              OUT_OF_RANGE 8:9+3 wave 100 is outside 0..99
            wave: 1.5
              BAD_VALUE 8:9+3 wave "1.5" is not a whole number
            wave: x
              BAD_VALUE 8:9+1 wave "x" is not a number
            wave: "3"
            wave: [1]
              WRONG_TYPE 8:9+3 wave wants one value, not a list
            after: db1
              WRONG_TYPE 8:10+3 after wants a list, not text [for example [tier=db]]
            after: [db1, db1]
              BAD_VALUE 8:10+10 after has an entry twice [for example [tier=db]]
            after: [1]
              WRONG_TYPE 8:11+1 after.0 wants text, not a number
            stopTimeout: -1
              OUT_OF_RANGE 8:16+2 stopTimeout "-1" is below 0
            stopTimeout: 86401
              OUT_OF_RANGE 8:16+5 stopTimeout 86401 is outside 0..86400
            stopTimeout: 1m
              WRONG_UNIT 8:16+2 stopTimeout "1m" has a suffix, but takes none
            stopTimeout: 2.5
              BAD_VALUE 8:16+3 stopTimeout "2.5" is not a whole number
            profiles: p
              WRONG_TYPE 8:13+1 profiles wants a list, not text [for example [basic]]
            profiles: [p, p]
              BAD_VALUE 8:13+6 profiles has an entry twice [for example [basic]]
              UNKNOWN_PROFILE 8:14+1 no profile "p"
              UNKNOWN_PROFILE 8:17+1 no profile "p"
            profiles: ["a/b"]
              BAD_VALUE 8:14+5 profiles.0 "a/b" does not have the right form
              UNKNOWN_PROFILE 8:14+5 no profile "a/b"
            profiles: [nosuch]
              UNKNOWN_PROFILE 8:14+6 no profile "nosuch"
            onboot: maybe
              BAD_VALUE 8:11+5 onboot "maybe" is not one of yes, no, true, false
            bootorder: -1
              OUT_OF_RANGE 8:14+2 bootorder "-1" is below 0
            bootorder: 1K
              WRONG_UNIT 8:14+2 bootorder "1K" has a suffix, but takes none
            userpasswd: root
              WRONG_TYPE 8:15+4 userpasswd wants a list, not text [for example [root:$6$salt$hash]]
            capability: {net_admin: maybe}
              BAD_VALUE 8:27+5 capability.net_admin "maybe" is not one of on, off, true, false
            features: {nfs: 1}
              BAD_VALUE 8:19+1 features.nfs "1" is not one of on, off, true, false
            netfilter: most
              BAD_VALUE 8:14+4 netfilter "most" is not one of disabled, stateless, stateful, full
            network: {addresses: 10.0.0.1}
              WRONG_TYPE 8:24+8 network.addresses wants a list, not text
            network: {addresses: [10.0.0.1/24]}
              BAD_VALUE 8:25+11 network.addresses "10.0.0.1/24" is a network, and a VE has single addresses [did you mean "10.0.0.1/32"?]
            network: {addresses: ["2001:db8::1/64"]}
              BAD_VALUE 8:25+16 network.addresses "2001:db8::1/64" is a network, and a VE has single addresses [did you mean "2001:db8::1/128"?]
            network: {addresses: [10.0.0.256]}
              BAD_VALUE 8:25+10 network.addresses "10.0.0.256" is not an address [for example 192.0.2.101 or 2001:db8::101]
            network: {addresses: [127.0.0.1]}
              OUT_OF_RANGE 8:25+9 network.addresses "127.0.0.1" cannot be the address of a VE
            network: {addresses: [0.0.0.0]}
              OUT_OF_RANGE 8:25+7 network.addresses "0.0.0.0" cannot be the address of a VE
            network: {addresses: [169.254.1.1]}
              OUT_OF_RANGE 8:25+11 network.addresses "169.254.1.1" cannot be the address of a VE
            network: {addresses: [224.0.0.1]}
              OUT_OF_RANGE 8:25+9 network.addresses "224.0.0.1" cannot be the address of a VE
            network: {addresses: ["fe80::1"]}
              OUT_OF_RANGE 8:25+9 network.addresses "fe80::1" cannot be the address of a VE
            network: {addresses: ["ff02::1"]}
              OUT_OF_RANGE 8:25+9 network.addresses "ff02::1" cannot be the address of a VE
            network: {addresses: ["::1"]}
              OUT_OF_RANGE 8:25+5 network.addresses "::1" cannot be the address of a VE
            network: {addresses: ["::"]}
              OUT_OF_RANGE 8:25+4 network.addresses "::" cannot be the address of a VE
            network: {addresses: [10.0.0.1, 10.0.0.1/32]}
              DUPLICATE_ADDRESS 8:35+11 network.addresses "10.0.0.1/32" stands here twice
            network: {addresses: [10.0.0.1, "::ffff:10.0.0.1"]}
              DUPLICATE_ADDRESS 8:35+17 network.addresses "::ffff:10.0.0.1" stands here twice
            network: {addresses: [x, y]}
              BAD_VALUE 8:25+1 network.addresses "x" is not an address [for example 192.0.2.101 or 2001:db8::101]
              BAD_VALUE 8:28+1 network.addresses "y" is not an address [for example 192.0.2.101 or 2001:db8::101]
            network: {addresses: [1]}
              BAD_VALUE 8:25+1 network.addresses "1" is not an address [for example 192.0.2.101 or 2001:db8::101]
            network: {nameservers: [dns1]}
              BAD_VALUE 8:27+4 network.nameservers "dns1" is not an address [for example 192.0.2.101 or 2001:db8::101]
            network: {nameservers: [10.0.0.1/32]}
              BAD_VALUE 8:27+11 network.nameservers "10.0.0.1/32" is not an address [for example 192.0.2.101 or 2001:db8::101]
            network: {nameservers: 10.0.0.1}
              WRONG_TYPE 8:26+8 network.nameservers wants a list, not text
            network: {adresses: [10.0.0.1]}
              UNKNOWN_FIELD 8:13+8 unknown field "adresses" [did you mean "addresses"?]
            network: [10.0.0.1]
              WRONG_TYPE 8:12+10 network wants a mapping, not a list
            ipadd: [10.0.0.1]
              UNKNOWN_FIELD 8:3+5 unknown field "ipadd" [did you mean "network.addresses"?]
            cpuunits: 1000
              UNKNOWN_FIELD 8:3+8 unknown field "cpuunits" [did you mean "cpu.units"?]
            cpu: 1000
              WRONG_TYPE 8:8+4 cpu wants a mapping, not a number
            cpu: {units: 7}
              OUT_OF_RANGE 8:16+1 cpu.units 7 is outside 8..500000
            cpu: {units: 500001}
              OUT_OF_RANGE 8:16+6 cpu.units 500001 is outside 8..500000
            cpu: {units: 1K}
              WRONG_UNIT 8:16+2 cpu.units "1K" has a suffix, but takes none
            cpu: {units: 1.5}
              BAD_VALUE 8:16+3 cpu.units "1.5" is not a whole number
            cpu: {units: unlimited}
              BAD_VALUE 8:16+9 cpu.units "unlimited" is not a number
            cpu: {units: [8]}
              WRONG_TYPE 8:16+3 cpu.units wants one value, not a list
            cpu: {limit: 819201}
              OUT_OF_RANGE 8:16+6 cpu.limit 819201 is outside 0..819200
            cpu: {limit: 1.5}
              BAD_VALUE 8:16+3 cpu.limit "1.5" is not a whole number
            cpu: {limit: 25%}
              CPU_COUNT_UNKNOWN 8:16+3 cpu.limit 25% needs capacity.cpus of node hn1 [without % it is in percent of one CPU]
            cpu: {limit: 0%}
              OUT_OF_RANGE 8:16+2 cpu.limit 0 is outside 1..100
            cpu: {limit: 101%}
              OUT_OF_RANGE 8:16+4 cpu.limit 101 is outside 1..100
            cpu: {limit: 1K}
              WRONG_UNIT 8:16+2 cpu.limit "1K" has a suffix, but takes none
            cpu: {limit: none}
              BAD_VALUE 8:16+4 cpu.limit "none" is not a number
            cpu: {limit: unlimitd}
              BAD_VALUE 8:16+8 cpu.limit "unlimitd" is not a number [did you mean "unlimited"?]
            cpu: {cpus: 8193}
              OUT_OF_RANGE 8:15+4 cpu.cpus 8193 is outside 0..8192
            cpu: {cpus: -1}
              OUT_OF_RANGE 8:15+2 cpu.cpus "-1" is below 0 [did you mean "unlimited"?]
            cpu: {cpus: 2 CPUs}
              WRONG_UNIT 8:15+6 cpu.cpus "2 CPUs" has the suffix " CPUs", not one letter of T G M K P B
            cpu: {mask: 8192}
              BAD_VALUE 8:15+4 cpu.mask "8192" is not a list below 8192 [for example 0-3,7 or all]
            cpu: {mask: 3-1}
              BAD_VALUE 8:15+3 cpu.mask "3-1" is not a list below 8192 [for example 0-3,7 or all]
            cpu: {mask: none}
              BAD_VALUE 8:15+4 cpu.mask "none" is not a list below 8192 [for example 0-3,7 or all]
            cpu: {mask: "0,"}
              BAD_VALUE 8:15+4 cpu.mask "0," is not a list below 8192 [for example 0-3,7 or all]
            cpu: {nodemask: auto}
              BAD_VALUE 8:19+4 cpu.nodemask "auto" is not a list below 8192 [for example 0-3,7 or all]
            cpu: {nodemask: x}
              BAD_VALUE 8:19+1 cpu.nodemask "x" is not a list below 8192 [for example 0-3,7 or all]
            io: {priority: 8}
              OUT_OF_RANGE 8:18+1 io.priority 8 is outside 0..7
            io: {priority: -1}
              OUT_OF_RANGE 8:18+2 io.priority "-1" is below 0
            io: {priority: high}
              BAD_VALUE 8:18+4 io.priority "high" is not a number
            io: {limit: 10T}
              WRONG_UNIT 8:15+3 io.limit "10T" has a suffix other than B, K, M or G
            io: {limit: 1P}
              WRONG_UNIT 8:15+2 io.limit "1P" has a suffix other than B, K, M or G
            io: {limit: 10MB}
              WRONG_UNIT 8:15+4 io.limit "10MB" has the suffix "MB", not one letter of T G M K P B [did you mean "10M"?]
            io: {limit: -1}
              OUT_OF_RANGE 8:15+2 io.limit "-1" is below 0 [did you mean "unlimited"?]
            io: {limit: 9223372036854775808}
              OUT_OF_RANGE 8:15+19 io.limit "9223372036854775808" is more than a 64-bit kernel can count [did you mean "unlimited"?]
            io: {iops: 2147483648}
              OUT_OF_RANGE 8:14+10 io.iops 2147483648 is outside 0..2147483647
            io: {iops: 1K}
              WRONG_UNIT 8:14+2 io.iops "1K" has a suffix, but takes none
            io: {iops: -1}
              OUT_OF_RANGE 8:14+2 io.iops "-1" is below 0 [did you mean "unlimited"?]
            disk: {space: 2G:1G}
              BARRIER_ABOVE_LIMIT 8:17+5 disk.space barrier 2G is above limit 1G
            disk: {inodes: 1K}
              WRONG_UNIT 8:18+2 disk.inodes "1K" has a suffix, but a count takes none [did you mean "1024"?]
            disk: {graceTime: -1}
              OUT_OF_RANGE 8:21+2 disk.graceTime "-1" is below 0
            disk: {quota: 1}
              BAD_VALUE 8:17+1 disk.quota "1" is not one of yes, no, true, false
            memory: {ram: -1}
              OUT_OF_RANGE 8:17+2 memory.ram "-1" is below 0 [did you mean "unlimited"?]
            memory: {ram: 5MB}
              WRONG_UNIT 8:17+3 memory.ram "5MB" has the suffix "MB", not one letter of T G M K P B [did you mean "5M"?]
            memory: {ram: 1G:2G}
              WRONG_UNIT 8:17+5 memory.ram "1G:2G" has the suffix "G:2G", not one letter of T G M K P B [did you mean "1G"?]
            memory: {ram: 9223372036854775807, swap: unlimted}
              BAD_VALUE 8:44+8 memory.swap "unlimted" is not a number [did you mean "unlimited"?]
            memory: {rma: 1G}
              UNKNOWN_FIELD 8:12+3 unknown field "rma" [did you mean "ram"?]
            memory: {ram: 1G, swap: 0}\\nbeancounters: {physpages: 1G}
              CONFLICT 8:17+2 memory.ram and beancounters.physpages are the same bound
            memory: {swap: 0}\\nbeancounters: {swappages: 0}
              CONFLICT 8:18+1 memory.swap and beancounters.swappages are the same bound
            beancounters: {numproc: 24K}
              WRONG_UNIT 8:27+3 beancounters.numproc "24K" has a suffix, but a count takes none [did you mean "24576"?]
            beancounters: {numproc: 24B}
              WRONG_UNIT 8:27+3 beancounters.numproc "24B" has a suffix, but a count takes none [did you mean "24"?]
            beancounters: {numproc: 1.5}
              BAD_VALUE 8:27+3 beancounters.numproc "1.5" is not a whole number
            beancounters: {numproc: 9:8}
              BARRIER_ABOVE_LIMIT 8:27+3 beancounters.numproc barrier 9 is above limit 8
            beancounters: {numproc: 1:2:3}
              BAD_VALUE 8:27+5 beancounters.numproc "1:2:3" has more than two bounds
            beancounters: {numproc: -1}
              OUT_OF_RANGE 8:27+2 beancounters.numproc "-1" is below 0 [did you mean "unlimited"?]
            beancounters: {numproc: unlimted}
              BAD_VALUE 8:27+8 beancounters.numproc "unlimted" is not a number [did you mean "unlimited"?]
            beancounters: {numproc: 9223372036854775808}
              OUT_OF_RANGE 8:27+19 beancounters.numproc "9223372036854775808" is more than a 64-bit kernel can count [did you mean "unlimited"?]
            beancounters: {numproc: [1]}
              WRONG_TYPE 8:27+3 beancounters.numproc wants one value, not a list
            beancounters: {numproc: true}
              BAD_VALUE 8:27+4 beancounters.numproc "true" is not a number
            beancounters: {numproc: null}
              WRONG_TYPE 8:27+4 beancounters.numproc wants one value, not nothing
            beancounters: {numproc: ""}
              BAD_VALUE 8:27+2 beancounters.numproc "" is not a number
            beancounters: {numproc: ":"}
              BAD_VALUE 8:27+3 beancounters.numproc "" is not a number
            beancounters: {numproc: "1:"}
              BAD_VALUE 8:27+4 beancounters.numproc "" is not a number
            beancounters: {numproc: ":1"}
              BAD_VALUE 8:27+4 beancounters.numproc "" is not a number
            beancounters: {numproc: " 1"}
              BAD_VALUE 8:27+4 beancounters.numproc " 1" is not a number
            beancounters: {numproc: {barrier: 9, limit: 8}}
              BARRIER_ABOVE_LIMIT 8:37+1 beancounters.numproc barrier 9 is above limit 8
            beancounters: {numproc: {barrier: 9}}
              MISSING_FIELD 8:27+12 beancounters.numproc has no "limit"
            beancounters: {numproc: {barrier: 9, limit: 8K}}
              WRONG_UNIT 8:47+2 beancounters.numproc "8K" has a suffix, but a count takes none [did you mean "8192"?]
            beancounters: {numproc: {barrier: x, limit: 8}}
              BAD_VALUE 8:37+1 beancounters.numproc "x" is not a number
            beancounters: {numproc: {barrier: 1, limit: 8, held: 3}}
              UNKNOWN_FIELD 8:50+4 unknown field "held"
            beancounters: {lockedpages: 2251799813685248}
              OUT_OF_RANGE 8:31+16 beancounters.lockedpages "2251799813685248" is more than a 64-bit kernel can count [did you mean "unlimited"?]
            beancounters: {lockedpages: 5X}
              WRONG_UNIT 8:31+2 beancounters.lockedpages "5X" has the suffix "X", not one letter of T G M K P B
            beancounters: {kmemsize: 2GB}
              WRONG_UNIT 8:28+3 beancounters.kmemsize "2GB" has the suffix "GB", not one letter of T G M K P B [did you mean "2G"?]
            beancounters: {kmemsize: 1e3}
              WRONG_UNIT 8:28+3 beancounters.kmemsize "1e3" has the suffix "e3", not one letter of T G M K P B
            beancounters: {kmemsize: 0x10}
              WRONG_UNIT 8:28+4 beancounters.kmemsize "0x10" has the suffix "x10", not one letter of T G M K P B
            beancounters: {kmemsize: 2G:1G}
              BARRIER_ABOVE_LIMIT 8:28+5 beancounters.kmemsize barrier 2G is above limit 1G
            beancounters: {kmemsize: unlimited:1G}
              BARRIER_ABOVE_LIMIT 8:28+12 beancounters.kmemsize barrier unlimited is above limit 1G
            beancounters: {kmemsize: .5G}
              BAD_VALUE 8:28+3 beancounters.kmemsize ".5G" is not a number
            beancounters: {kmemsize: 5.}
              BAD_VALUE 8:28+2 beancounters.kmemsize "5." is not a number
            beancounters: {kmemsize: 1.5.2G}
              BAD_VALUE 8:28+6 beancounters.kmemsize "1.5.2G" is not a number
            beancounters: {kmemsize: 8388608T}
              OUT_OF_RANGE 8:28+8 beancounters.kmemsize "8388608T" is more than a 64-bit kernel can count [did you mean "unlimited"?]
            beancounters: {kmemsze: 1}
              UNKNOWN_FIELD 8:18+7 unknown field "kmemsze" [did you mean "kmemsize"?]
            beancounters: {avnumproc: -1}
              OUT_OF_RANGE 8:29+2 beancounters.avnumproc "-1" is below 0
            beancounters: {avnumproc: unlimited}
              BAD_VALUE 8:29+9 beancounters.avnumproc "unlimited" is not a number
            beancounters: {avnumproc: 1K}
              WRONG_UNIT 8:29+2 beancounters.avnumproc "1K" has a suffix, but takes none
            beancounters: 5
              WRONG_TYPE 8:17+1 beancounters wants a mapping, not a number
            nmproc: 1
              UNKNOWN_FIELD 8:3+6 unknown field "nmproc"
            numproc: 1
              UNKNOWN_FIELD 8:3+7 unknown field "numproc" [did you mean "beancounters.numproc"?]
            kind: VE
              UNKNOWN_FIELD 8:3+4 unknown field "kind"
            """;

    private static final String PROFILE =
            """
            veid: 101
              UNKNOWN_FIELD 5:3+4 unknown field "veid"
            node: hn1
              UNKNOWN_FIELD 5:3+4 unknown field "node"
            template: busybox
              UNKNOWN_FIELD 5:3+8 unknown field "template"
            hostname: a
              UNKNOWN_FIELD 5:3+8 unknown field "hostname"
            profiles: [x1]
              PROFILE_CYCLE 5:14+2 profile cycle: x1 -> x1
            state: runing
              BAD_VALUE 5:10+6 state "runing" is not one of running, stopped, suspended [did you mean "running"?]
            cpu: {units: 7}
              OUT_OF_RANGE 5:16+1 cpu.units 7 is outside 8..500000
            """;

    private static final String NODE =
            """
            uidRange: {first: 65535}
              OUT_OF_RANGE 5:21+5 uidRange.first 65535 is below 65536 [for example 1073741824]
              OUT_OF_RANGE 5:21+5 uidRange.first 65535 is not a multiple of 65536 [for example 1073741824]
            uidRange: {first: 0}
              OUT_OF_RANGE 5:21+1 uidRange.first 0 is below 65536 [for example 1073741824]
            uidRange: {first: 65536}
            uidRange: {first: 4294901760, blocks: 1}
            uidRange: {first: 4294901760, blocks: 2}
              OUT_OF_RANGE 5:13+30 uidRange not a range of uid blocks: 4294901760 + 2 blocks
            uidRange: {first: 4294967296}
              OUT_OF_RANGE 5:21+10 uidRange.first 4294967296 is above 4294901760 [for example 1073741824]
            uidRange: {blocks: 0}
              OUT_OF_RANGE 5:22+1 uidRange.blocks 0 is below 1 [for example 16384]
            uidRange: {first: 100000}
              OUT_OF_RANGE 5:21+6 uidRange.first 100000 is not a multiple of 65536 [for example 1073741824]
            uidRange: {firts: 65536}
              UNKNOWN_FIELD 5:14+5 unknown field "firts" [did you mean "first"?]
            uidRange: 65536
              WRONG_TYPE 5:13+5 uidRange wants a mapping, not a number
            capacity: {cpus: 0}
              OUT_OF_RANGE 5:20+1 capacity.cpus 0 is below 1 [for example 16]
            capacity: {cpus: 8193}
              OUT_OF_RANGE 5:20+4 capacity.cpus 8193 is above 8192 [for example 16]
            capacity: {cpus: two}
              WRONG_TYPE 5:20+3 capacity.cpus wants a whole number, not text [for example 16]
            capacity: {memory: 5MB}
              WRONG_UNIT 5:22+3 capacity.memory "5MB" has the suffix "MB", not one letter of T G M K P B [did you mean "5M"?]
            capacity: {memory: 0}
            capacity: {swap: lots}
              BAD_VALUE 5:20+4 capacity.swap "lots" is not a number
            capacity: {processes: 0}
              OUT_OF_RANGE 5:25+1 capacity.processes 0 is below 1 [for example 8000]
            capacity: {cpuUnits: 0}
              OUT_OF_RANGE 5:24+1 capacity.cpuUnits 0 is below 8 [for example 400000]
            capacity: {cpuUnits: 1K}
              WRONG_TYPE 5:24+2 capacity.cpuUnits wants a whole number, not text [for example 400000]
            capacity: {ram: 1G}
              UNKNOWN_FIELD 5:14+3 unknown field "ram"
            addressPools: [10.0.0.1/8]
              BAD_VALUE 5:18+10 addressPools.0 "10.0.0.1/8" is not a range of addresses [for example 10.101.0.0/16]
            addressPools: [10.0.0.0]
              BAD_VALUE 5:18+8 addressPools.0 "10.0.0.0" is not a range of addresses [for example 10.101.0.0/16]
            addressPools: [10.0.0.0/33]
              BAD_VALUE 5:18+11 addressPools.0 "10.0.0.0/33" is not a range of addresses [for example 10.101.0.0/16]
            addressPools: 10.0.0.0/8
              WRONG_TYPE 5:17+10 addressPools wants a list, not text [for example [10.101.0.0/16, fd00:101::/64]]
            addressPools: [10.0.0.0/8, 10.0.0.0/8]
              BAD_VALUE 5:17+24 addressPools has an entry twice [for example [10.101.0.0/16, fd00:101::/64]]
            addressPools: ["2001:db8::/129"]
              BAD_VALUE 5:18+16 addressPools.0 "2001:db8::/129" is not a range of addresses [for example 10.101.0.0/16]
            removalBudget: -1
              OUT_OF_RANGE 5:18+2 removalBudget -1 is below 0 [for example 1]
            removalBudget: 100%
            removalBudget: 0
            removalBudget: all
              BAD_VALUE 5:18+3 removalBudget "all" does not have the right form [for example 1]
            removalBudget: 1.5
              WRONG_TYPE 5:18+3 removalBudget wants a whole number or text, not a number [for example 1]
            freeze: [{from: "08:00"}]
              MISSING_FIELD 5:12+15 freeze.0 has no "to" [for example 18:00]
            freeze: [{from: "24:00", to: "08:00"}]
              BAD_VALUE 5:19+7 freeze.0.from "24:00" does not have the right form [for example 08:00]
            freeze: [{from: "08:00", to: "18:00", days: [sunday]}]
              BAD_VALUE 5:48+6 freeze.0.days.0 "sunday" is not one of mon, tue, wed, thu, fri, sat, sun
            freeze: [{from: "08:00", to: "18:00", days: []}]
              OUT_OF_RANGE 5:47+2 freeze.0.days is shorter than 1 entries [for example [mon, fri]]
            freeze: [{from: "08:00", to: "18:00", timeZone: Mars/Olympus}]
              BAD_VALUE 5:12+52 freeze.0 is no time of the week: Unknown time-zone ID: Mars/Olympus [for example from: "08:00", to: "18:00", timeZone: Europe/Vienna]
            freeze: [{from: "08:00", to: "18:00", disruption: all}]
              BAD_VALUE 5:53+3 freeze.0.disruption "all" is not one of live, reload, restart, recreate
            freeze: [{from: "8:00", to: "18:00"}]
              BAD_VALUE 5:19+6 freeze.0.from "8:00" does not have the right form [for example 08:00]
            overcommit: {memorySwapCommitment: {warn: 120, deny: 100}}
              BAD_THRESHOLD 5:38+22 overcommit.memorySwapCommitment warns above 120%, but denies above 100% already
            overcommit: {memorySwapCommitment: {warn: 100, deny: 100}}
            overcommit: {memorySwapCommitment: {warn: 0}}
              OUT_OF_RANGE 5:45+1 overcommit.memorySwapCommitment.warn 0 is below 1 [for example 90]
            overcommit: {memorySwapCommitment: {deny: 10001}}
              OUT_OF_RANGE 5:45+5 overcommit.memorySwapCommitment.deny 10001 is above 10000 [for example 120]
            overcommit: {memorySwapComitment: {deny: 100}}
              UNKNOWN_FIELD 5:16+19 unknown field "memorySwapComitment" [did you mean "memorySwapCommitment"?]
            overcommit: {cpuPower: 100}
              WRONG_TYPE 5:26+3 overcommit.cpuPower wants a mapping, not a number [for example {warn: 90, deny: 120}]
            """;

    private static final String TEMPLATE =
            """
            source: ""
              OUT_OF_RANGE 5:11+2 source is shorter than 1 characters [for example builtin:busybox]
            sorce: builtin:busybox
              MISSING_FIELD 4:1+4 spec has no "source" [for example builtin:busybox]
              UNKNOWN_FIELD 5:3+5 unknown field "sorce" [did you mean "source"?]
            source: builtin:busybox\\ninit: sbin/init
              BAD_VALUE 6:9+9 init "sbin/init" does not have the right form [for example /sbin/init]
            """;

    static Stream<String> ofVes() {
        return cases(VE);
    }

    static Stream<String> ofProfiles() {
        return cases(PROFILE);
    }

    static Stream<String> ofNodes() {
        return cases(NODE);
    }

    static Stream<String> ofTemplates() {
        return cases(TEMPLATE);
    }

    @ParameterizedTest
    @MethodSource("ofVes")
    void veSaysWhatIsWrongAndWhere(String expected) {
        assertEquals(expected, told(expected, fields -> States.web(101, fields)));
    }

    @ParameterizedTest
    @MethodSource("ofProfiles")
    void profileSaysWhatIsWrongAndWhere(String expected) {
        assertEquals(expected, told(expected, fields -> States.profile("x1", fields)));
    }

    @ParameterizedTest
    @MethodSource("ofNodes")
    void nodeSaysWhatIsWrongAndWhere(String expected) {
        assertEquals(expected, told(expected, fields -> States.document("Node", "x1", fields)));
    }

    @ParameterizedTest
    @MethodSource("ofTemplates")
    void templateSaysWhatIsWrongAndWhere(String expected) {
        assertEquals(expected, told(expected, fields -> States.document("Template", "x1", fields)));
    }

    /// A hint that is itself refused sends people round in circles.
    @Test
    void fieldThatAlwaysHasABoundIsNeverAdvisedToHaveNone() {
        for (String field :
                new String[] {
                    "wave: %s",
                    "stopTimeout: %s",
                    "cpu: {units: %s}",
                    "io: {priority: %s}",
                    "beancounters: {avnumproc: %s}"
                }) {
            for (String value : new String[] {"-1", "unlimited", "unlimted", "5MB"}) {
                DesiredState state = States.read(States.web(101, field.formatted(value)));
                assertTrue(state.hasErrors(), field + value);
                assertEquals("", state.diagnostics().getFirst().hint(), field + value);
            }
        }
    }

    @Test
    void unknownKindIsComparedWithTheKnownOnes() {
        assertEquals(
                "kind \"Nodes\" is not one of VE, Profile, Node, Template",
                States.read(States.document("Nodes", "x1", "a: 1"))
                        .diagnostics()
                        .getFirst()
                        .message());
    }

    private interface Wrapper {
        String document(String fields);
    }

    /// The case again, as the reader sees it.
    private static String told(String expected, Wrapper wrapper) {
        String written = expected.lines().findFirst().orElseThrow();
        String text = wrapper.document(written.replace("\\n", "\n"));
        return Stream.concat(
                        Stream.of(written),
                        States.read(text).diagnostics().stream()
                                .filter(finding -> finding.severity() == Severity.ERROR)
                                .map(FieldMessagesTest::shown))
                .collect(Collectors.joining("\n"));
    }

    private static String shown(Diagnostic finding) {
        return "  %s %d:%d+%d %s%s"
                .formatted(
                        finding.code(),
                        finding.origin().line(),
                        finding.origin().column(),
                        finding.length(),
                        finding.message(),
                        finding.hint().isEmpty() ? "" : " [" + finding.hint() + "]");
    }

    private static Stream<String> cases(String text) {
        return Arrays.stream(text.split("\n(?! )", -1))
                .map(String::stripTrailing)
                .filter(part -> !part.isEmpty());
    }
}
