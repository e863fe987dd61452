package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// An operation that touches exactly one VE.
public sealed interface VeOperation extends Operation
        permits CreatePrivateArea,
                ClonePrivateArea,
                WriteOwnerMark,
                CreateCgroup,
                SetResource,
                SetDiskQuota,
                SetBeancounter,
                SetScript,
                Launch,
                AttachNetwork,
                AddAddress,
                RemoveAddress,
                SetRate,
                SetInterface,
                RemoveInterface,
                AddBindMount,
                RemoveBindMount,
                SetHostname,
                WriteResolver,
                ReleaseInit,
                StopVe,
                DetachNetwork,
                RemoveCgroup,
                DestroyPrivateArea {

    VeId veid();
}
