module fairlead/probe

go 1.24
