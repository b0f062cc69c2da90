namespace Countersign.Http;

/// <summary>The function answers without a caller. Every other HTTP function wants one; a test lists those that have this.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenAttribute : Attribute;
