using System.Text.Json.Serialization;
using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Inspection;

/// <param name="Waits">What it waits for, in words.</param>
internal sealed record InspectedInstance(
    string Id, string Name, string Version, InstanceStatus Status, int Execution, DateTime Created, DateTime Updated, string? Parent, string Waits)
{
    public static InspectedInstance Of(InstanceRow row)
        => new(row.Id, row.Name, row.Version, row.Status, row.Generation, row.Created, row.Updated, row.Parent?.InstanceId, row.Waits);
}

/// <param name="Next">The id to go on after, or null at the end.</param>
internal sealed record InspectedInstances(IReadOnlyList<InspectedInstance> Instances, string? Next);

/// <param name="Inbox">What it has yet to see.</param>
/// <param name="Activities">What runs or is to run for it.</param>
internal sealed record InspectedDetail(
    InspectedInstance Instance,
    string? Input,
    string? Output,
    string? CustomStatus,
    Failure? Failure,
    IReadOnlyList<HistoryEvent> History,
    IReadOnlyList<HistoryEvent> Inbox,
    IReadOnlyList<InspectedActivity> Activities,
    IReadOnlyList<InspectedSetAside> SetAside);

internal sealed record InspectedActivity(string Name, int TaskId, int Deliveries);

internal sealed record InspectedSetAside(DateTime At, string InstanceId, string Kind, string Name, int? TaskId, int Deliveries, string Error)
{
    public static InspectedSetAside Of(SetAsideRow row) => new(row.At, row.InstanceId, row.Kind, row.Name, row.TaskId, row.Deliveries, row.Error);
}

/// <summary>How inspection is written for people: names, not numbers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(InspectedInstances))]
[JsonSerializable(typeof(InspectedDetail))]
[JsonSerializable(typeof(IReadOnlyList<InspectedSetAside>))]
internal sealed partial class InspectionJson : JsonSerializerContext;
