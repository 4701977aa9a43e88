"""Installing the Excel add-in for one user, without admin rights; imports neither xlwings nor win32."""
