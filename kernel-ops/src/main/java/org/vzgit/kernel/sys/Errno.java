package org.vzgit.kernel.sys;

import static org.vzgit.kernel.op.FailureKind.BROKEN;
import static org.vzgit.kernel.op.FailureKind.BUSY;
import static org.vzgit.kernel.op.FailureKind.CONFLICT;
import static org.vzgit.kernel.op.FailureKind.DEADLINE;
import static org.vzgit.kernel.op.FailureKind.DENIED;
import static org.vzgit.kernel.op.FailureKind.EXHAUSTED;
import static org.vzgit.kernel.op.FailureKind.GONE;
import static org.vzgit.kernel.op.FailureKind.REJECTED;
import static org.vzgit.kernel.op.FailureKind.UNSUPPORTED;

import org.vzgit.kernel.op.FailureKind;

/// Why a system call failed: Linux's `asm-generic/errno.h`, which x86_64 and aarch64 share, and the
/// one place that says what each means for an operation.
///
/// Where a number has two names (`EWOULDBLOCK`, `EDEADLOCK`, `ENOTSUP`) the one of the kernel's
/// header is used.
public enum Errno {
    EPERM(1, DENIED),
    ENOENT(2, GONE),
    ESRCH(3, GONE),
    EINTR(4, BUSY),
    EIO(5, BROKEN),
    ENXIO(6, GONE),
    E2BIG(7, REJECTED),
    ENOEXEC(8, BROKEN),
    EBADF(9, BROKEN),
    ECHILD(10, GONE),
    EAGAIN(11, BUSY),
    ENOMEM(12, EXHAUSTED),
    EACCES(13, DENIED),
    EFAULT(14, BROKEN),
    ENOTBLK(15, BROKEN),
    EBUSY(16, BUSY),
    EEXIST(17, CONFLICT),
    EXDEV(18, CONFLICT),
    ENODEV(19, GONE),
    ENOTDIR(20, CONFLICT),
    EISDIR(21, CONFLICT),
    EINVAL(22, REJECTED),
    ENFILE(23, EXHAUSTED),
    EMFILE(24, EXHAUSTED),
    ENOTTY(25, UNSUPPORTED),
    ETXTBSY(26, BUSY),
    EFBIG(27, REJECTED),
    ENOSPC(28, EXHAUSTED),
    ESPIPE(29, BROKEN),
    EROFS(30, DENIED),
    EMLINK(31, EXHAUSTED),
    EPIPE(32, GONE),
    EDOM(33, REJECTED),
    ERANGE(34, REJECTED),
    EDEADLK(35, BUSY),
    ENAMETOOLONG(36, REJECTED),
    ENOLCK(37, EXHAUSTED),
    ENOSYS(38, UNSUPPORTED),
    ENOTEMPTY(39, CONFLICT),
    ELOOP(40, CONFLICT),
    ENOMSG(42, BROKEN),
    EIDRM(43, BROKEN),
    ECHRNG(44, BROKEN),
    EL2NSYNC(45, BROKEN),
    EL3HLT(46, BROKEN),
    EL3RST(47, BROKEN),
    ELNRNG(48, BROKEN),
    EUNATCH(49, BROKEN),
    ENOCSI(50, BROKEN),
    EL2HLT(51, BROKEN),
    EBADE(52, BROKEN),
    EBADR(53, BROKEN),
    EXFULL(54, BROKEN),
    ENOANO(55, BROKEN),
    EBADRQC(56, BROKEN),
    EBADSLT(57, BROKEN),
    EBFONT(59, BROKEN),
    ENOSTR(60, BROKEN),
    ENODATA(61, BROKEN),
    ETIME(62, DEADLINE),
    ENOSR(63, BROKEN),
    ENONET(64, BROKEN),
    ENOPKG(65, UNSUPPORTED),
    EREMOTE(66, BROKEN),
    ENOLINK(67, BROKEN),
    EADV(68, BROKEN),
    ESRMNT(69, BROKEN),
    ECOMM(70, BROKEN),
    EPROTO(71, BROKEN),
    EMULTIHOP(72, BROKEN),
    EDOTDOT(73, BROKEN),
    EBADMSG(74, BROKEN),
    EOVERFLOW(75, REJECTED),
    ENOTUNIQ(76, CONFLICT),
    EBADFD(77, BROKEN),
    EREMCHG(78, BROKEN),
    ELIBACC(79, BROKEN),
    ELIBBAD(80, BROKEN),
    ELIBSCN(81, BROKEN),
    ELIBMAX(82, BROKEN),
    ELIBEXEC(83, BROKEN),
    EILSEQ(84, REJECTED),
    ERESTART(85, BUSY),
    ESTRPIPE(86, BROKEN),
    EUSERS(87, EXHAUSTED),
    ENOTSOCK(88, BROKEN),
    EDESTADDRREQ(89, REJECTED),
    EMSGSIZE(90, REJECTED),
    EPROTOTYPE(91, REJECTED),
    ENOPROTOOPT(92, UNSUPPORTED),
    EPROTONOSUPPORT(93, UNSUPPORTED),
    ESOCKTNOSUPPORT(94, UNSUPPORTED),
    EOPNOTSUPP(95, UNSUPPORTED),
    EPFNOSUPPORT(96, UNSUPPORTED),
    EAFNOSUPPORT(97, UNSUPPORTED),
    EADDRINUSE(98, CONFLICT),
    EADDRNOTAVAIL(99, GONE),
    ENETDOWN(100, CONFLICT),
    ENETUNREACH(101, CONFLICT),
    ENETRESET(102, BROKEN),
    ECONNABORTED(103, BROKEN),
    ECONNRESET(104, GONE),
    ENOBUFS(105, EXHAUSTED),
    EISCONN(106, CONFLICT),
    ENOTCONN(107, GONE),
    ESHUTDOWN(108, BROKEN),
    ETOOMANYREFS(109, BROKEN),
    ETIMEDOUT(110, DEADLINE),
    ECONNREFUSED(111, GONE),
    EHOSTDOWN(112, CONFLICT),
    EHOSTUNREACH(113, CONFLICT),
    EALREADY(114, BUSY),
    EINPROGRESS(115, BUSY),
    ESTALE(116, GONE),
    EUCLEAN(117, BROKEN),
    ENOTNAM(118, BROKEN),
    ENAVAIL(119, BROKEN),
    EISNAM(120, BROKEN),
    EREMOTEIO(121, BROKEN),
    EDQUOT(122, EXHAUSTED),
    ENOMEDIUM(123, BROKEN),
    EMEDIUMTYPE(124, BROKEN),
    ECANCELED(125, BROKEN),
    ENOKEY(126, DENIED),
    EKEYEXPIRED(127, BROKEN),
    EKEYREVOKED(128, BROKEN),
    EKEYREJECTED(129, DENIED),
    EOWNERDEAD(130, BROKEN),
    ENOTRECOVERABLE(131, BROKEN),
    ERFKILL(132, BROKEN),
    EHWPOISON(133, BROKEN),
    /// A number that no header names; kernel-internal ones (above 511) can leak out of drivers.
    OTHER(0, BROKEN);

    private static final Errno[] BY_NUMBER = byNumber();

    private final int number;
    private final FailureKind kind;

    Errno(int number, FailureKind kind) {
        this.number = number;
        this.kind = kind;
    }

    /// The constant of a positive errno number; [#OTHER] for one that is not known.
    public static Errno of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    }

    /// The kernel's number; 0 for [#OTHER].
    public int number() {
        return number;
    }

    /// What the failure means for an operation, and so whether trying again can help.
    public FailureKind kind() {
        return kind;
    }

    private static Errno[] byNumber() {
        Errno[] all = new Errno[EHWPOISON.number + 1];
        java.util.Arrays.fill(all, OTHER);
        for (Errno errno : values()) {
            all[errno.number] = errno;
        }
        return all;
    }
}
