namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key the host asks for. The local host holds no keys and refuses any level but <see cref="Anonymous"/>.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
