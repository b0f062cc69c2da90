using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>What the host's client throws where the host refuses a call. Known by its full name: the real one comes from a package that only the azure build has.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Made only from a status, as the real one.")]
internal sealed class RpcException(Status status) : Exception($"Status(StatusCode=\"{status.StatusCode}\", Detail=\"{status.Detail}\")")
{
    public Status Status { get; } = status;

    public StatusCode StatusCode => Status.StatusCode;
}

internal readonly record struct Status(StatusCode StatusCode, string Detail);

internal enum StatusCode
{
    Unknown = 2,
    NotFound = 5,
    FailedPrecondition = 9,
}
