"""Working days in Vietnam: holidays, compensating days, swapped days, make-up Saturdays, and the office's own days off.

The days are rows that people edit; counting is pure and can say how it counted.
"""
