package org.vzgit.kernel.quota;

/// The file systems that can bound directories, by their magic numbers (linux/magic.h).
enum FileSystem {
    EXT4(0xef53L),
    XFS(0x58465342L),
    BTRFS(0x9123683eL),
    OTHER(0);

    private final long magic;

    FileSystem(long magic) {
        this.magic = magic;
    }

    static FileSystem of(long magic) {
        for (FileSystem one : values()) {
            if (one.magic == magic) {
                return one;
            }
        }
        return OTHER;
    }
}
