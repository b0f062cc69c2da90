namespace Countersign.Storage;

/// <summary>One thing somebody must look at.</summary>
/// <param name="Key">For <see cref="DueLists.RemoveAsync"/>.</param>
/// <param name="Reference">Ids only.</param>
public sealed record DueItem<T>(string Key, DateTimeOffset Due, string Id, T Reference);
