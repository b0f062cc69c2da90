namespace Countersign.Sandbox.World;

/// <summary>One of the parties that the sandbox stands in for, on an origin of its own.</summary>
public interface IParty
{
    /// <summary>Name in faults and counters: <c>tenant</c>, <c>github</c>, <c>model</c> or <c>phone</c>.</summary>
    string Name { get; }

    /// <summary>Adds the party's routes to its own application; nothing else listens there.</summary>
    void Map(WebApplication app);

    /// <summary>Adds the party's part of the control API; <paramref name="control"/> is the group <c>/control</c>, already guarded.</summary>
    void MapControl(RouteGroupBuilder control) { }

    /// <summary>Puts the party back to its seed; keys and clients stay.</summary>
    void Reset() { }
}
